# `make run` and `make test` are all there is to know; the rest is for developers of Isocenter.
# Every recipe runs Node 24 from node_modules, whatever the machine has.

SHELL := /bin/bash
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
NODE := node_modules/.bin/node

INSTALLED := node_modules/.package-lock.json
WEB := apps/web/dist/index.html
WEB_SOURCES := $(shell find apps/web packages/contract/src packages/dicom/src packages/pixels/src -type f \
  -not -path 'apps/web/dist/*' -not -path '*/node_modules/*' -not -path 'apps/web/test/*' -not -name '*.test.ts*')

.PHONY: run test bench verify sample

run: $(INSTALLED) $(WEB)
	@exec $(NODE) apps/server/bin/isocenter.js up

test: $(INSTALLED)
	@tools/debian-packages.sh
	@$(NODE) tools/test.ts

bench: $(INSTALLED)
	@tools/debian-packages.sh
	@$(NODE) bench/run.ts $(NAME)

verify: $(INSTALLED)
	@tools/debian-packages.sh
	@$(NODE) proofs/run.ts $(NAME)

sample: $(INSTALLED)
	@$(NODE) tools/sample.ts

$(INSTALLED): package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# npm ci has built it already; this is for sources that changed since.
$(WEB): $(WEB_SOURCES) | $(INSTALLED)
	@$(NODE) tools/prepare.js
	@touch $@
