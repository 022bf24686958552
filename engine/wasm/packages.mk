# Forms of duly that need no compiler where they are used: a package for npm, one page, a package for Debian.
NPM     := build/npm
npm: $(WASM)/duly.wasm
	@rm -rf $(NPM)
	@mkdir -p $(NPM)/bin $(NPM)/rules
	@cp engine/wasm/memory.mjs engine/wasm/npm/*.mjs engine/wasm/npm/index.d.ts engine/wasm/npm/README.md LICENSE $(WASM)/duly.wasm $(NPM)
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
