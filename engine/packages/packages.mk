# Forms of duly that need no compiler where they are used: a package for npm, one page, a package for Debian.
NPM     := build/npm
npm: $(WASM)/duly.wasm
	@rm -rf $(NPM)
	@mkdir -p $(NPM)/bin $(NPM)/rules
	@cp engine/wasm/memory.mjs engine/wasm/zones.mjs engine/wasm/npm/*.mjs engine/wasm/npm/index.d.ts engine/wasm/npm/README.md LICENSE $(WASM)/duly.wasm $(NPM)
	@cp engine/wasm/npm/bin/duly.mjs $(NPM)/bin
	@cp -R rules/. $(NPM)/rules
	@sed 's/@VERSION@/$(VERSION)/' engine/wasm/npm/package.json > $(NPM)/package.json
	@cd $(NPM) && npm pack --silent --pack-destination .. >/dev/null
	@echo "build/duly-$(VERSION).tgz: $$(wc -c < build/duly-$(VERSION).tgz) bytes"

# One page with everything inside; PACKS are the rules that can be chosen there.
PACKS := rules/university-2003,rules/core
page: $(WASM)/duly.wasm
	@node engine/wasm/page/build.mjs $(WASM)/duly.wasm build/duly.html $(subst $(comma), ,$(PACKS))
	@echo "build/duly.html: $$(wc -c < build/duly.html) bytes"

deb: all
	@sh engine/packages/deb.sh build $(VERSION)

# Each form as others would use it; .ci/run does so after the tests.
APT_PACKAGES := $(APT_WASM) $(APT_BROWSER) firefox-esr python3-yaml nodejs npm lintian binutils
package-deps: deps
	@sh tests/deps.sh "$(APT_PACKAGES)" "nodejs npm chromium firefox" "node chromium firefox" node npm dpkg-deb lintian python:yaml $(or $(CHROMIUM),chromium) $(or $(FIREFOX),firefox-esr)
	@$(MAKE) -s $(MODULES)

test-packages: package-deps
	@$(MAKE) -s -j$(JOBS) all npm page
	@$(MAKE) -s deb
	@sh tests/packages.sh build $(VERSION)

# How long the page takes, on a machine that does nothing else.
bench-page: package-deps
	@$(MAKE) -s -j$(JOBS) all page
	@CC="$(CC)" sh tests/bench/page.sh build

.PHONY: npm page deb package-deps test-packages bench-page
