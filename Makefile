# make run    the program with invented municipalities, on http://127.0.0.1:8080
# make test   every check that a change must pass; installs PostgreSQL, Chromium, poppler and
#             qpdf where they are missing and it may
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LISTEN  ?= 127.0.0.1:8080
GO      ?= go

.PHONY: run build generate test test-full bench lint

run:
	@mkdir -p .demo
	$(GO) run -buildvcs=false ./cmd/yrkesresan serve --demo --data .demo --listen $(LISTEN)

build:
	$(GO) build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o bin/yrkesresan ./cmd/yrkesresan

generate:
	$(GO) tool templ generate
	$(GO) run -buildvcs=false ./cmd/yrkesresan may table --docs > docs/permissions.md

test:
	@scripts/test

# Everything of make test, then what takes long: every variant of every page, data races, long
# runs of crashes and invented input.
test-full:
	@scripts/test-full

bench:
	$(GO) run -buildvcs=false ./internal/platform/dbtest/cluster -durable $(GO) run -buildvcs=false ./cmd/bench

lint:
	@scripts/lint
