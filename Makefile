# duly: checks that a batch of records followed its procedure.
#
#   make            the program build/duly and the library (libduly.a, libduly.so, duly.pc)
#   make demo       installs what is missing, builds, checks a real batch and shows the report
#   make test       installs what is missing, builds, passes every test, then again under sanitizers
#   make check      the tests alone, for this configuration (SAN=address,undefined for sanitizers, which no browser is tried with)
#   make lint       layers, layout, banned functions, static analysis
#   make format     lays the C out as .clang-format says
#   make fuzz T=csv [SECONDS=60]      one fuzz harness, with clang; T=command: whole commands
#   make fuzz-all [SECONDS=28800]     all of them, each its share of the time
#   make fuzz-commands [SECONDS=28800] [JOBS=2]   whole commands by the million, and how many a second
#   make torture    every call of every command made to fail, one by one, and full disks (a sample is part of check)
#   make races      whether threads get in each other's way, with ThreadSanitizer
#   make conformance CASES=FILE       the expression language against a file of cases
#   make bench      time and memory beside the same checks hard-coded in C, and how they grow
#   make bench-expr single expressions, beside other evaluators
#   make bench-page the page and 100,000 records: a report in 6 s, a marked workbook in 15 s
#   make accept     rewrites the expected outputs under fixtures/ and tests/; review with git diff
#   make python     build/python/duly: a module for Python 3.10 and later, and a wheel of it
#   make page       build/duly.html: all of it in one file for a browser, PACKS=rules/a,rules/b inside
#   make npm        build/duly-VERSION.tgz: a package for Node without native code
#   make deb        build/duly_VERSION_ARCH.deb
#   make test-engines [ENGINES=postgresql]   tries it beside programs that are not ours: databases, GDAL, what schedules jobs
#   make test-packages   tries these three and the action as others would use them
#   make install | uninstall  [PREFIX=/usr/local] [DESTDIR=]
#   make house      what the code is like, in figures, a row a layer
#   make compile_commands   build/compile_commands.json, for clangd and other tools that read C
#   make help       this list
#   make clean

VERSION := 0.1.0
PREFIX  ?= /usr/local
CC      ?= cc
AR      ?= ar
SAN     ?=
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)
comma   := ,

# What is needed: the names that pkg-config knows, and the packages of each system.
LIBRARIES    := yaml-0.1 libpcre2-8 jansson nettle libzip expat
REPORT_LIBRARY := zlib
TEST_LIBRARY := cmocka
APT  := gcc pkg-config libyaml-dev libpcre2-dev libjansson-dev nettle-dev libzip-dev libexpat1-dev zlib1g-dev tzdata
DNF  := gcc glibc-gconv-extra pkgconf libyaml-devel pcre2-devel jansson-devel nettle-devel libzip-devel expat-devel zlib1g-devel tzdata
BREW := pkg-config libyaml pcre2 jansson nettle libzip expat zlib
APT_TEST := libcmocka-dev libxml2-utils python3-jsonschema python3-yaml python3-icalendar python3-openpyxl libreoffice-calc-nogui bash zsh fish mandoc git
APT_BROWSER := chromium poppler-utils
APT_LINT := cppcheck clang-format
APT_WASM := clang lld wasi-libc libclang-rt-14-dev-wasm32 dpkg-dev

OUT := build$(if $(SAN),/$(subst $(comma),-,$(SAN)))
OBJ := $(OUT)/obj

# Sanitizers change what gcc can see and make it warn of what cannot be: there warnings are no errors.
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
CFLAGS   ?= $(if $(SAN),-O1 -g,-O3 -g)
# Three libraries are loaded when a workbook is read or written (engine/base/library.h), by the names that the linker would write down.
# Where those cannot be found out, they are linked.
soname = $(shell objdump -p "$$($(CC) -print-file-name=lib$(1).so)" 2>/dev/null | awk '/SONAME/ { print $$2 }')
LIBRARY_ZIP := $(call soname,zip)
LIBRARY_Z   := $(call soname,z)
LATE_CFLAGS := $(if $(LIBRARY_ZIP),-DLIBRARY_ZIP='"$(LIBRARY_ZIP)"') $(if $(LIBRARY_Z),-DLIBRARY_Z='"$(LIBRARY_Z)"')
LINKED      := $(filter-out $(if $(LIBRARY_ZIP),libzip),$(LIBRARIES))

# What makes a mistake of ours harder to use (tests/hardened.sh looks at what comes out). Sanitizers look at the same places themselves.
HARDENED_CFLAGS  := $(if $(SAN),,$(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)) -fstack-protector-strong
HARDENED_LDFLAGS := $(if $(filter Darwin,$(shell uname)),,-Wl,-z,relro,-z,now,-z,noexecstack)
PIE_LDFLAGS      := $(if $(filter Darwin,$(shell uname)),,-pie)

ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -DDULY_VERSION='"$(VERSION)"' -Iengine -Iengine/base -Iengine/api -I$(OUT)/made -Itests -fPIC -fno-semantic-interposition \
	$(if $(SAN),$(filter-out -Werror,$(WARNINGS)),$(WARNINGS)) $(HARDENED_CFLAGS) $(CFLAGS) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer) \
	$(LATE_CFLAGS) $(shell pkg-config --cflags $(LIBRARIES) $(REPORT_LIBRARY))
ALL_LIBS = $(HARDENED_LDFLAGS) $(LDFLAGS) $(shell pkg-config --libs $(LINKED)) -lm -lpthread $(if $(LATE_CFLAGS),-ldl) $(if $(filter Darwin,$(shell uname)),-liconv)
REPORT_LIBS = $(if $(LIBRARY_Z),,$(shell pkg-config --libs $(REPORT_LIBRARY)))

# A layer is a folder; one that has rooms has a folder a room.
ENGINE      := $(filter-out engine/wasm/% engine/python/%,$(wildcard engine/*/*.c engine/*/*/*.c)) # engine/wasm/wasm.mk compiles the rest
LIB_SOURCES := $(filter-out engine/cli/%,$(ENGINE))
CLI_SOURCES := $(filter engine/cli/%,$(ENGINE))
LIB_OBJECTS := $(patsubst %.c,$(OBJ)/%.o,$(LIB_SOURCES))
CLI_OBJECTS := $(patsubst %.c,$(OBJ)/%.o,$(CLI_SOURCES))
SUPPORT     := $(patsubst %.c,$(OBJ)/%.o,$(wildcard tests/support/*.c) $(filter-out engine/cli/main.c,$(CLI_SOURCES)))
UNIT        := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*/test_*.c tests/unit/*/*/test_*.c))
REPLAY      := $(patsubst tests/fuzz/%.c,$(OUT)/replay/%,$(wildcard tests/fuzz/fuzz_*.c))
CONFORMANCE := $(patsubst %.c,$(OBJ)/%.o,$(wildcard tests/conformance/*.c))
SONAME      := libduly.so.0

all: $(OUT)/duly $(OUT)/libduly.a $(OUT)/libduly.so $(OUT)/duly.pc

# The style sheet and the script of the page, as string literals.
$(OUT)/made/%.inc: engine/%
	@mkdir -p $(@D)
	@sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^ */"/' -e 's/$$/\\n"/' $< > $@
$(OBJ)/engine/report/html/html_write.o: $(OUT)/made/report/html/html.css.inc $(OUT)/made/report/html/html.js.inc

# The parts of the page, a function each.
PAGE := engine/report/html/page.html
MADE_PAGE := $(OUT)/made/report/html/page_parts.inc $(OUT)/made/report/html/page_code.inc
$(OUT)/made/report/html/page_%.inc: $(PAGE) engine/report/html/template.awk
	@mkdir -p $(@D)
	@awk -f engine/report/html/template.awk -v want=$* $(PAGE) > $@.new && mv $@.new $@

# The catalogue of sentences, a file a language, English first: they are checked against each other on the way.
WORDS := engine/words/en.txt $(filter-out engine/words/en.txt,$(wildcard engine/words/*.txt))
MADE_WORDS := $(OUT)/made/pack/prelude.inc $(OUT)/made/words/ids.inc $(OUT)/made/words/sentences.inc $(OUT)/made/words/said.inc
$(OUT)/made/words/%.inc: $(WORDS) engine/words/words.awk
	@mkdir -p $(@D)
	@awk -f engine/words/words.awk -v want=$* $(WORDS) > $@.new && mv $@.new $@
# What procedures say as expressions.
$(OUT)/made/pack/prelude.inc: engine/pack/prelude.cel engine/pack/prelude.awk
	@mkdir -p $(@D)
	@awk -f engine/pack/prelude.awk $< > $@.new && mv $@.new $@
# Sentences that stand in C, in other languages than English.
SAID := $(wildcard engine/words/*.po)
$(OUT)/made/words/said.inc: $(SAID) engine/words/said.awk
	@mkdir -p $(@D)
	@LC_ALL=C awk -f engine/words/said.awk $(SAID) > $@.new && mv $@.new $@
$(OBJ)/engine/base/said.o: $(OUT)/made/words/said.inc
$(LIB_OBJECTS) $(CLI_OBJECTS) $(SUPPORT) $(CONFORMANCE): | $(MADE_WORDS) $(MADE_PAGE)

$(OBJ)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/libduly.a: $(LIB_OBJECTS)
	@rm -f $@
	@echo "  AR  $@"
	@$(AR) rcs $@ $^

$(OUT)/libduly.so: $(LIB_OBJECTS) engine/api/duly.map
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=engine/api/duly.map \
		$(LIB_OBJECTS) -o $@ $(ALL_LIBS) $(REPORT_LIBS)

$(OUT)/duly: $(CLI_OBJECTS) $(OUT)/libduly.a
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) $(PIE_LDFLAGS) $^ -o $@ $(ALL_LIBS) $(REPORT_LIBS)

# The prefix is known for certain only when installing, so `install` writes the file again.
PC = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@REQUIRES@|$(LIBRARIES)|' engine/api/duly.pc.in
$(OUT)/duly.pc: engine/api/duly.pc.in Makefile
	@mkdir -p $(@D)
	@$(PC) > $@

# ---- tests

$(OUT)/unit/%: tests/unit/%.c $(SUPPORT) $(OUT)/libduly.a
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) -Itests/unit -MMD -MP -MF $@.d $< $(SUPPORT) $(OUT)/libduly.a -o $@ $(ALL_LIBS) $(REPORT_LIBS) -l$(TEST_LIBRARY) $(shell pkg-config --libs libzip)

# Under sanitizers only calls of ours can be made to fail.
$(OUT)/unit/api/test_memory: LDFLAGS += $(if $(SAN),-Wl$(comma)--wrap=malloc$(comma)--wrap=calloc$(comma)--wrap=realloc)

$(OUT)/replay/%: tests/fuzz/%.c tests/fuzz/replay.c $(OUT)/libduly.a
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) -MMD -MP -MF $@.d $< tests/fuzz/replay.c $(filter %.o,$^) $(OUT)/libduly.a -o $@ $(ALL_LIBS) \
		$(if $(filter %.o,$^),$(REPORT_LIBS))
$(OUT)/replay/fuzz_command $(OUT)/replay/fuzz_part: $(filter-out %/cli/main.o,$(CLI_OBJECTS))

$(OUT)/conformance: $(CONFORMANCE) $(OUT)/libduly.a
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) $^ -o $@ $(ALL_LIBS)

# What is loaded before the C library to make calls fail.
$(OUT)/torture.so: tests/torture/shim.c
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) -std=c11 -O2 $(WARNINGS) -shared -fPIC $< -o $@ -ldl

torture: all $(OUT)/torture.so
	@sh tests/python.sh tests/torture.py $(OUT)/duly $(OUT)/torture.so all

races:
	@$(MAKE) -s -j$(JOBS) SAN=thread build/thread/duly
	@sh tests/races.sh build/thread/duly

# The program with one language more, made of English: what a language needs is its file, and nothing else.
$(OUT)/third/xx.txt: engine/words/en.txt
	@mkdir -p $(@D)
	@sed -E 's/^([A-Z0-9_]+(=1)?)(\([a-z_, ]*\))?: "?([^"]*)"?$$/\1: ⟦\4⟧/' $< > $@
$(OUT)/third/made/words/sentences.inc: $(OUT)/third/xx.txt $(WORDS)
	@mkdir -p $(@D)
	@awk -f engine/words/words.awk -v want=sentences $(WORDS) $< > $@
$(OUT)/third/words.o: engine/base/words.c $(OUT)/third/made/words/sentences.inc | $(MADE_WORDS)
	@$(CC) -I$(OUT)/third/made $(ALL_CFLAGS) -c $< -o $@
$(OUT)/third/duly: $(OUT)/third/words.o $(CLI_OBJECTS) $(filter-out %/engine/base/words.o,$(LIB_OBJECTS))
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) $^ -o $@ $(ALL_LIBS) $(REPORT_LIBS)

# All that the tests are made of.
tests: all $(OUT)/third/duly $(UNIT) $(REPLAY) $(OUT)/conformance $(if $(SAN),,$(OUT)/torture.so)

check: tests
	@sh tests/run.sh $(OUT)

test: test-deps
	@$(MAKE) -j$(JOBS) check
	@$(MAKE) -j$(JOBS) SAN=address,undefined check
	@CC="$(CC)" RECORDS=2000 sh tests/bench/bench.sh build | grep '^The findings'
	@sh tests/lint.sh
	@sh tests/installed.sh

# The module for Python: one shared object for all versions, and what is Python as it stands.
PYTHON := sh tests/python.sh
python: deps
	@sh tests/deps.sh python3-dev python3-devel python3 python:sysconfig $(if $(wildcard /usr/include/python3*/Python.h),,not-there)
	@$(MAKE) -s -j$(JOBS) $(OUT)/python/duly/_duly.abi3.so
	@$(PYTHON) engine/python/wheel.py $(OUT)/python $(VERSION)

$(OUT)/python/duly/_duly.abi3.so: engine/python/_duly.c $(OUT)/libduly.a $(wildcard engine/python/duly/*)
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -Iengine/report $(shell $(PYTHON) -c 'import sysconfig; print("-I" + sysconfig.get_path("include"))') \
		-shared -Wl,--exclude-libs,ALL $< $(OUT)/libduly.a -o $@ $(ALL_LIBS) $(REPORT_LIBS)
	@cp engine/python/duly/* $(@D)

# Beside programs that are not ours; each test installs what it needs.
test-engines: deps
	@$(MAKE) -s -j$(JOBS) all
	@$(MAKE) -s python
	@sh tests/engines/run.sh $(OUT) $(ENGINES)

# The modules that drive the browser, as the lock file has them; nothing of them is part of the program.
MODULES := build/browser/node_modules/.package-lock.json
$(MODULES): tests/browser/package.json tests/browser/package-lock.json
	@mkdir -p build/browser
	@cp $^ build/browser
	@cd build/browser && npm ci --silent --no-audit --no-fund
	@touch $@

accept: all $(UNIT)
	@ACCEPT=1 sh tests/run.sh $(OUT)

conformance: $(OUT)/conformance
	@$(OUT)/conformance $(CASES) $(LEAVE_OUT)

demo: deps
	@$(MAKE) -s -j$(JOBS) $(OUT)/duly
	@$(OUT)/duly check -r rules/university-2003 fixtures/meeting-2003 --gate meeting \
		--on 2003-12-20 --as-of 2003-12-20 || [ $$? -eq 1 ]

bench: deps
	@$(MAKE) -s -j$(JOBS) all
	@CC="$(CC)" sh tests/bench/bench.sh $(OUT)
	@sh tests/bench/tables.sh $(OUT)
	@CC="$(CC)" sh tests/bench/shapes.sh $(OUT)
	@CC="$(CC)" sh tests/bench/growth.sh $(OUT)

$(OUT)/bench/expr: tests/bench/expr.c $(OUT)/libduly.a
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) $^ -o $@ $(ALL_LIBS)

bench-expr: deps
	@$(MAKE) -s -j$(JOBS) $(OUT)/bench/expr
	@sh tests/bench/expr.sh $(OUT)

# What cppcheck cannot read (compound literals in conditions, hexadecimal doubles, included texts) or takes for another thing (the elements
# of an array for the struct that points to them) is left out.
CPPCHECK_LEFT_OUT := missingIncludeSystem internalAstError returnDanglingLifetime incorrectLogicOperator ctunullpointer

lint: lint-deps $(MADE_WORDS) $(MADE_PAGE)
	@sh tests/lint.sh
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		$(CPPCHECK_LEFT_OUT:%=--suppress=%) -Iengine -Iengine/base -I$(OUT)/made engine

house:
	@$(PYTHON) tests/house.py

format: lint-deps
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i

# FUZZ=fuzzer,undefined makes runs cheaper by far, and sees less of each.
FUZZ ?= fuzzer,address,undefined
FUZZ_CFLAGS = $(filter-out -Werror,$(ALL_CFLAGS)) -O1 -g -fsanitize=$(FUZZ) -fno-sanitize-recover=undefined
FUZZ_TIME = $(or $(SECONDS),60)
FUZZ_OBJECTS := $(LIB_SOURCES:%.c=build/fuzz/obj/%.o)
FUZZ_CLI_OBJECTS := $(patsubst %.c,build/fuzz/obj/%.o,$(filter-out engine/cli/main.c,$(CLI_SOURCES)))
build/fuzz/obj/engine/report/html/html_write.o: $(OUT)/made/report/html/html.css.inc $(OUT)/made/report/html/html.js.inc
$(FUZZ_OBJECTS) $(FUZZ_CLI_OBJECTS): | $(MADE_WORDS) $(MADE_PAGE)
build/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC  $< (clang)"
	@clang $(FUZZ_CFLAGS) -MMD -MP -c $< -o $@
build/fuzz/fuzz_command build/fuzz/fuzz_part: $(FUZZ_CLI_OBJECTS)
build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(FUZZ_OBJECTS)
	@echo "  LD  $@"
	@clang $(FUZZ_CFLAGS) $^ -o $@ $(ALL_LIBS) $(REPORT_LIBS)

# Whole commands begin with the packs and batches that are there; inputs that take long are told, they may cost no more than a record does.
fuzz: deps build/fuzz/fuzz_$(T)
	@mkdir -p build/fuzz/$(T)
	@[ $(T) != command ] || sh tests/fuzz/seed.sh build/fuzz/command
	build/fuzz/fuzz_$(T) -max_total_time=$(FUZZ_TIME) -timeout=30 $(if $(filter command,$(T)),-entropic=0) -artifact_prefix=$(CURDIR)/build/fuzz/ build/fuzz/$(T) tests/fuzz/corpus/$(T)

# Whole commands by the million: a command an input, small packs and batches, counters alone in the code (a table of places would be walked
# after every run) and no look-out for memory that is not ours (ASan finds that with fewer runs, above). What is undefined
# traps; a ledger tells what was not given back.
QUICK_CFLAGS = $(filter-out -Werror,$(ALL_CFLAGS)) -O2 -g1 -fsanitize=undefined -fsanitize-trap=undefined -fsanitize-coverage=inline-8bit-counters
QUICK_OBJECTS := $(patsubst build/fuzz/obj/%,build/fuzz/quick/%,$(FUZZ_OBJECTS) $(FUZZ_CLI_OBJECTS))
build/fuzz/quick/engine/report/html/html_write.o: $(OUT)/made/report/html/html.css.inc $(OUT)/made/report/html/html.js.inc
$(QUICK_OBJECTS): | $(MADE_WORDS) $(MADE_PAGE)
build/fuzz/quick/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC  $< (clang, quick)"
	@clang $(QUICK_CFLAGS) -MMD -MP -c $< -o $@
build/fuzz/quick_command: tests/fuzz/fuzz_command.c $(QUICK_OBJECTS)
	@echo "  LD  $@"
	@clang $(QUICK_CFLAGS) -fsanitize=fuzzer -fno-sanitize-coverage=pc-table $^ -o $@ $(ALL_LIBS) $(REPORT_LIBS)
fuzz-commands: deps build/fuzz/quick_command
	@sh tests/fuzz/commands.sh build/fuzz/quick_command build/fuzz/commands $(or $(SECONDS),28800) $(JOBS)

# Whole commands, in which all others take part, get as much as four of them.
HARNESSES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SHARES := $(shell echo $$(($(words $(HARNESSES)) + 3)))
fuzz-all: deps $(HARNESSES:%=build/fuzz/fuzz_%)
	@for harness in $(HARNESSES); do \
		share=$$(($(or $(SECONDS),28800) / $(FUZZ_SHARES))); [ $$harness != command ] || share=$$((4 * share)); \
		$(MAKE) -s fuzz T=$$harness SECONDS=$$share || exit 1; \
	done

# ---- what must be there first

deps:      ; @sh tests/deps.sh "$(APT)" "$(DNF)" "$(BREW)" $(LIBRARIES) $(REPORT_LIBRARY)
test-deps:
	@sh tests/deps.sh "$(APT) $(APT_TEST)" "$(DNF) libcmocka-devel libxml2 python3-jsonschema python3-pyyaml python3-icalendar python3-openpyxl libreoffice-calc bash zsh fish mandoc git" "$(BREW) cmocka libxml2 bash zsh fish mandoc" \
		$(LIBRARIES) $(REPORT_LIBRARY) $(TEST_LIBRARY) xmllint jsonschema python:yaml python:jsonschema python:icalendar python:openpyxl soffice bash zsh fish mandoc git
	@sh tests/deps.sh "$(APT_BROWSER)" "chromium poppler-utils" "chromium poppler" pdftotext $(or $(CHROMIUM),chromium)
	@sh tests/deps.sh "nodejs npm" "nodejs npm" "node" node npm
	@sh tests/deps.sh "$(APT_LINT)" "clang-tools-extra" "clang-format" clang-format
	@$(MAKE) -s $(MODULES)
lint-deps: deps
	@sh tests/deps.sh "$(APT_LINT)" "cppcheck clang-tools-extra" "cppcheck clang-format" cppcheck clang-format

# ---- installing

HEADERS  := $(addprefix engine/base/duly_,text.h result.h source.h) engine/api/duly.h engine/api/duly_expr.h engine/report/duly_report.h
COMMANDS := $(patsubst engine/cli/cmd_%.c,%,$(wildcard engine/cli/cmd_*.c))
MAN      := $(DESTDIR)$(PREFIX)/share/man/man1
SHARE    := $(DESTDIR)$(PREFIX)/share

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/lib/pkgconfig $(MAN) \
		$(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install -m 755 build/duly $(DESTDIR)$(PREFIX)/bin/duly
	install -m 644 $(HEADERS) $(DESTDIR)$(PREFIX)/include
	install -m 644 build/libduly.a $(DESTDIR)$(PREFIX)/lib/libduly.a
	install -m 755 build/libduly.so $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libduly.so
	$(PC) > $(DESTDIR)$(PREFIX)/lib/pkgconfig/duly.pc
	build/duly help --man > $(MAN)/duly.1
	for command in $(COMMANDS); do build/duly help --man $$command > $(MAN)/duly-$$command.1 || exit 1; done
	build/duly completion bash > $(SHARE)/bash-completion/completions/duly
	build/duly completion zsh > $(SHARE)/zsh/site-functions/_duly
	build/duly completion fish > $(SHARE)/fish/vendor_completions.d/duly.fish
	install -d $(SHARE)/duly
	cp -R rules $(SHARE)/duly/

uninstall:
	rm -rf $(SHARE)/duly
	rm -f $(DESTDIR)$(PREFIX)/bin/duly $(addprefix $(DESTDIR)$(PREFIX)/include/,$(notdir $(HEADERS))) $(DESTDIR)$(PREFIX)/lib/libduly.a \
		$(DESTDIR)$(PREFIX)/lib/$(SONAME) $(DESTDIR)$(PREFIX)/lib/libduly.so $(DESTDIR)$(PREFIX)/lib/pkgconfig/duly.pc \
		$(MAN)/duly.1 $(COMMANDS:%=$(MAN)/duly-%.1) $(SHARE)/bash-completion/completions/duly \
		$(SHARE)/zsh/site-functions/_duly $(SHARE)/fish/vendor_completions.d/duly.fish

clean:
	rm -rf build

# ---- for people and their editors

help:
	@sed -n 's/^#   //p' $(firstword $(MAKEFILE_LIST))

# One entry a file, as the compiler is called for it; nothing is built.
SOURCES := $(ENGINE) $(wildcard tests/*/*.c tests/unit/*/*.c tests/unit/*/*/*.c)
JSON_TEXT = sed -e 's/\\/\\\\/g' -e 's/"/\\"/g'
compile_commands:
	@mkdir -p $(OUT)
	@{ separator='['; for file in $(SOURCES); do \
		printf '%s\n{"directory": "%s", "file": "%s", "command": "%s"}' "$$separator" "$(CURDIR)" "$$file" \
			"$$(printf '%s' '$(subst ','\'',$(CC) $(ALL_CFLAGS)) -c '"$$file" | $(JSON_TEXT))"; separator=,; \
	done; printf '\n]\n'; } > $(OUT)/compile_commands.json

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
.SECONDARY:
include engine/wasm/wasm.mk engine/packages/packages.mk

.PHONY: all help house python compile_commands tests check test test-engines format torture races accept conformance demo bench bench-expr lint fuzz fuzz-all fuzz-commands deps test-deps lint-deps install uninstall clean
