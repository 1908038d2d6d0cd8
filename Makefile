# make demo     installs what is missing, builds, and converts and runs the embedded detector
# make test     sets up (with Python peers in a private environment) and runs every test
# make bench    measures speed and memory against peers

SHELL := /bin/bash
CONFIGURATION := release
BINARY := .build/$(CONFIGURATION)/darkroom
DEMO := out/demo
PEERS := .build/peers

.PHONY: setup peers build demo test lint bench clean

setup:
	@Scripts/setup

peers: setup
	@Scripts/peers $(PEERS)

build: setup
	swift build -c $(CONFIGURATION) --product darkroom

demo: build
	@Scripts/demo $(BINARY) $(DEMO)

test: build peers
	Scripts/test-arm64
	DARKROOM_PEERS_PYTHON=$(abspath $(PEERS))/bin/python swift test -c $(CONFIGURATION)

lint:
	git ls-files -z 'Package.swift' 'Sources/*.swift' 'Tests/*.swift' \
	  | grep -zv '\.pb\.swift$$' | xargs -0 swift format lint --strict

bench: build peers
	@$(PEERS)/bin/python Scripts/bench.py $(BINARY)

clean:
	rm -rf .build out
