#!/bin/sh
# Looks at the program and the library as they were linked: hardened.sh BUILD-FOLDER. An address that is another one in every run, tables
# that cannot be written once the program runs, no code on the stack, stacks that notice when they are overrun, and calls that check
# sizes.
out=$1
failed=0

fail() {
    echo "hardened: $1"
    failed=1
}

command -v readelf >/dev/null || { echo "hardened: readelf is missing (binutils)"; exit 1; }
for file in "$out/duly" "$out/libduly.so"; do
    headers=$(readelf -lW "$file") dynamic=$(readelf -dW "$file") symbols=$(readelf --dyn-syms -W "$file")
    readelf -hW "$file" | grep -q 'Type: *DYN' || fail "$file stands at a fixed address"
    echo "$headers" | grep -q GNU_RELRO || fail "$file: tables of addresses stay writable"
    echo "$dynamic" | grep -qE 'BIND_NOW|FLAGS.*NOW' || fail "$file: tables of addresses are filled in late, and stay writable"
    echo "$headers" | grep GNU_STACK | grep -q 'RW ' || fail "$file: the stack may hold code"
    echo "$dynamic" | grep -q TEXTREL && fail "$file: its code is written to when it is loaded"
    echo "$dynamic" | grep -qE 'RPATH|RUNPATH' && fail "$file: libraries are looked for where it was built"
    case $out in
    build)
        echo "$symbols" | grep -q __stack_chk_fail || fail "$file: stacks are not guarded"
        echo "$symbols" | grep -q '__[a-z]*_chk' || fail "$file: calls do not check sizes"
        ;;
    esac
done
[ $failed -eq 0 ] && echo "hardened: as it should be"
exit $failed
