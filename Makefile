# `make run` and `make test` are all there is to know; the rest is for developers of Isocenter.
# Every recipe runs Node 24 from node_modules, whatever the machine has.

SHELL := /bin/bash
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
NODE := node_modules/.bin/node

.PHONY: run test bench verify sample

run: node_modules/.package-lock.json
	@exec $(NODE) apps/server/bin/isocenter.js up

test: node_modules/.package-lock.json
	@tools/debian-packages.sh
	@$(NODE) tools/test.ts

bench: node_modules/.package-lock.json
	@tools/debian-packages.sh
	@$(NODE) bench/run.ts $(NAME)

verify: node_modules/.package-lock.json
	@tools/debian-packages.sh
	@$(NODE) proofs/run.ts $(NAME)

sample: node_modules/.package-lock.json
	@$(NODE) tools/sample.ts

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@
