#!/bin/sh
# Breaks each file of each pack that is shipped, as editors and people do, and asks every command: breakage.sh PATH-OF-DULY. Each ends
# with status 2, tells the place, and prints nothing of the data. test_pack_breakage.c breaks them in more ways and asks the loader.
cd "$(dirname "$0")/.." || exit 2
duly=$1
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
batch=fixtures/meeting-2003
failed=0 asked=0

mkdir "$work/sound" "$work/broken"
cp -r rules/*/ "$work/sound"
cp -r rules/*/ "$work/broken"

# ask FILE COMMAND...: told there, and no crash.
ask() {
    place=$1
    shift
    "$duly" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    asked=$((asked + 1))
    [ "$1" = lint ] || [ "$1" = test ] || [ ! -s "$work/out" ] || { echo "breakage: duly $* wrote something"; failed=1; }
    if [ $status -ne 2 ] || ! cat "$work/out" "$work/err" | grep -Fq "$place"; then
        echo "breakage: duly $* ended with $status and told"
        head -5 "$work/err" "$work/out" | sed 's/^/    /'
        failed=1
    fi
}

# ask_in_turn PACK FILE TURN: what everybody asks, and a third of what can be asked beside it.
ask_in_turn() {
    ask "$2" lint "$1"
    ask "$2" check -r "$1" "$batch" --as-of 2003-12-20
    case $(($3 % 3)) in
    0)
        ask "$2" lint --all --format json "$1"
        ask "$2" doc "$1"
        ask "$2" stats -r "$1" "$batch" --as-of 2003-12-20
        ask "$2" diff "$work/sound/${1##*/}" "$1" "$batch" --as-of 2003-12-20
        ;;
    1)
        ask "$2" lint --resolved "$1"
        ask "$2" test "$1"
        ask "$2" due -r "$1" "$batch" --as-of 2003-12-20
        ask "$2" diff "$1" "$work/sound/${1##*/}" "$batch" --as-of 2003-12-20
        ;;
    2)
        ask "$2" check -r "$1" "$batch" --as-of 2003-12-20 --lang zh -f json -f "sarif=$work/out.sarif"
        ask "$2" test --coverage --mutate "$1"
        ask "$2" explain -r "$1" "$batch" A0000001 --as-of 2003-12-20
        ask "$2" template "$1" applicant
        [ ! -e "$work/out.sarif" ] || { echo "breakage: a report of nothing was written"; failed=1; }
        ;;
    esac
}

# Each file in one of four ways, in turn.
break_file() {
    case $(($3 % 4)) in
    0) awk 'NR == 2 { print "\t" $0; next } { print }' "$1" ;;
    1) awk 'NR % 2 { print }' "$1" && echo "  - id: [unclosed" ;;
    2) cat "$1" && printf 'title: "\265\263\324\261"\n' ;;
    3) cat "$1" && echo 'rulez: []' ;;
    esac >"$2"
}

turn=0
for pack in "$work"/sound/*; do
    name=${pack##*/}
    for file in "$pack"/*.yaml; do
        broken=$work/broken/$name/${file##*/}
        break_file "$file" "$broken" "$turn"
        ask_in_turn "$work/broken/$name" "$broken" "$turn"
        cp "$file" "$broken"
        turn=$((turn + 1))
    done
done

# A new rule with a typo, as one writes it who follows the tutorial.
for pack in "$work"/broken/*; do
    for text in 'rules:\n  - id: ours\n    title: [unclosed\n' 'rules:\n  - id: ours\n   for: applicant\n' 'rules:\n  - {id: ours, for: applicant\n' \
        'rules: [\n' 'rules:\n  - id: ours\n    require: "applicant.name\n'; do
        # shellcheck disable=SC2059
        printf "$text" >"$pack/ours.yaml"
        ask "$pack/ours.yaml" lint "$pack"
    done
    rm "$pack/ours.yaml"
done

[ $asked -gt 200 ] || { echo "breakage: only $asked questions were asked"; failed=1; }
[ $failed -eq 0 ] && echo "breakage: $asked times told"
exit $failed
