# make demo     installs what is missing, builds, and converts and runs the embedded detector
# make test     sets up (with Python peers in a private environment) and runs every test
# make sanitize checks the kernels under the address and undefined-behaviour sanitizers, and the
#               engine's threads under the thread sanitizer, which must report a deliberate race
# make bench    measures speed and memory against peers
# make accuracy measures what INT8 costs, against onnxruntime's own quantization (needs ../shared)
# make fuzz     attacks every reader with libFuzzer for SECONDS=60 each; TARGET="json cfg" some of them;
#               TARGET=json INPUT=FILE one of them with one input
# make card     measures the table of the published yolov4-tiny anew (needs ../shared)
# make report   converts, quantizes and measures every network there is, as one table in .build/report;
#               QUICK=1 small networks only; Scripts/ecosystem.py --compare compares two of them

SHELL := /bin/bash
CONFIGURATION := release
# The program has the Swift libraries in it, which halves its start-up time and memory; tests need
# them as shared libraries, so it is built in a folder of its own.
STATIC := .build/static
BINARY := .build/darkroom
DEMO := out/demo
PEERS := .build/peers

.PHONY: setup peers build demo test sanitize fuzz lint bench accuracy card report clean

setup:
	@Scripts/setup

peers: setup
	@Scripts/peers $(PEERS)

build: setup
	swift build -c $(CONFIGURATION) --static-swift-stdlib --scratch-path $(STATIC) --product darkroom
	@ln -sf static/$(CONFIGURATION)/darkroom $(BINARY)

demo: build
	@Scripts/demo $(BINARY) $(DEMO)

test: peers
	Scripts/browser
	Scripts/test-arm64
	Scripts/sanitize kernels
	DARKROOM_PEERS_PYTHON=$(abspath $(PEERS))/bin/python swift test -c $(CONFIGURATION)

sanitize: setup
	Scripts/sanitize

lint:
	Scripts/check-imports
	git ls-files -z 'Package.swift' 'Plugins/*.swift' 'Sources/*.swift' 'Tests/*.swift' \
	  | grep -zv '\.pb\.swift$$' | xargs -0 swift format lint --strict

bench: build peers
	@$(PEERS)/bin/python Scripts/bench.py $(BINARY)
	@test ! -d ../shared || { Scripts/card $(BINARY) $(PEERS)/bin/python > /dev/null \
	  && $(PEERS)/bin/python Scripts/bench_evaluation.py $(BINARY); }

accuracy: build peers
	@$(PEERS)/bin/python Scripts/accuracy.py $(BINARY)

SECONDS := 60
fuzz: setup
	@Scripts/fuzz $(if $(INPUT),--input $(TARGET) $(INPUT),$(SECONDS) $(TARGET))

card: build peers
	@Scripts/card $(BINARY) $(PEERS)/bin/python

report: build
	@python3 Scripts/ecosystem.py $(BINARY) $(if $(QUICK),--quick)

clean:
	rm -rf .build out
