# make demo     installs what is missing, builds, and converts and runs the embedded detector
# make check    lints and runs the fast tests: what to run before each commit (needs no root once built)
# make test     sets up (with Python peers in a private environment) and runs every test
# make dist     builds packages into dist: wheel, Debian package, tarball, OCI image; KEY=FILE.pem signs them
# make test-dist installs them in bare Debians and tries them (needs root, debootstrap and a mirror)
# make test-cluster makes a zoo on a Slurm of two nodes on this machine, which is disturbed, and compares it
#               with that of zoo build (needs root and a mirror)
# make python   checks the Python module: types, and what it does with the program
# make lint     checks form, links and imports, with tools in a private environment
# make format   writes Swift, C and Python in their form
# make coverage counts which lines the tests run, and writes pages to .build/coverage-html
# make docs     writes texts and the libraries' reference as pages to .build/docs, and looks at them
# make sanitize checks the kernels under the address and undefined-behaviour sanitizers, and the
#               engine's threads under the thread sanitizer, which must report a deliberate race
# make bench    measures speed and memory against peers
# make accuracy measures what INT8 costs, against onnxruntime's own quantization, and fails where that
#               is more than accepted (needs ../shared); writes .build/accuracy.json too
# make ablation measures what each step of quantization gains (needs ../shared); writes
#               .build/ablation.json too
# make scale    simulates a large zoo on 1 to 256 nodes, and measures an evaluation in parts on this machine;
#               writes .build/scale.json and the tables of BENCHMARKS.md
# make fuzz     attacks every reader with libFuzzer for SECONDS=60 each; TARGET="json cfg" some of them;
#               TARGET=json INPUT=FILE one of them with one input
# make card     measures the table of the published yolov4-tiny anew (needs ../shared)
# make report   converts, quantizes and measures every network there is, as one table in .build/report;
#               QUICK=1 small networks only; Scripts/ecosystem.py --compare compares two of them
# make networks converts every cfg of darknet with random weights and compares onnxruntime with the engine
#               (needs ../shared); ONLY='yolov4*' some of them
# make matrix   runs every form on every runtime (4 GB of them) and writes the README's table (needs
#               ../shared); ONLY="qdq fused" some forms, RUNTIMES=tvm,iree some runtimes

SHELL := /bin/bash
CONFIGURATION := release
# The program has the Swift libraries in it, which halves its start-up time and memory; tests need
# them as shared libraries, so it is built in a folder of its own.
STATIC := .build/static
BINARY := .build/darkroom
# C and C++ write the names of their files into the program; it shall be the same in every folder.
UNPLACED = -Xcc -ffile-prefix-map=$(CURDIR)=.
# What Scripts/dist links besides.
LINK :=
DEMO := out/demo
PEERS := .build/peers
RUNTIMES_FOLDER := .build/runtimes
# Runtimes that tests use, as they install in seconds, and those that `make matrix` uses besides.
LIGHT := opencv4 opencv5 tract
HEAVY := mnn litert tvm iree
LINT := .build/lint
# Tests that `make check` leaves out, as they take longest: a pattern of their suites' names.
SLOW := (FaultInjection|ForeignDetector|HostileInput|HostileNames|HostileNumber|Document)Tests
SLOW := $(SLOW)|(DocumentationPage|ExampleScript|HardwareNetwork|Page|Proportion|Pycocotools|Scarcity|Schema)Tests
SLOW := $(SLOW)|Zoo(Build|FolderSafety|Publish|Pull|Store|Stress)Tests
SLOW := $(SLOW)|PipelineTests.(Conversion|Quantization)Tests
# Tests that see the counts of coverage being written.
UNCOUNTED := FaultInjectionTests|ZooStressTests|ScarcityTests

.PHONY: setup peers build demo check test sanitize fuzz lint lint-tools format coverage docs python dist test-dist test-cluster try-packages bench accuracy \
  ablation scale card report networks matrix clean

setup:
	@Scripts/setup

peers: setup
	@Scripts/peers $(PEERS)
	@Scripts/runtimes $(PEERS)/bin/python $(RUNTIMES_FOLDER) $(LIGHT)

build: setup
	swift build -c $(CONFIGURATION) --static-swift-stdlib --scratch-path $(STATIC) --product darkroom \
	  $(UNPLACED) $(LINK)
	@ln -sf static/$(CONFIGURATION)/darkroom $(BINARY)

demo: build
	@Scripts/demo $(BINARY) $(DEMO)

check: lint
	swift test -c $(CONFIGURATION) --skip '$(SLOW)'

test: peers
	Scripts/browser
	Scripts/registry-tools
	Scripts/test-arm64
	Scripts/sanitize kernels
	DARKROOM_PEERS_PYTHON=$(abspath $(PEERS))/bin/python swift test -c $(CONFIGURATION)
	Scripts/test-python .build/$(CONFIGURATION)/darkroom
	Scripts/docs .build/$(CONFIGURATION)
	@$(MAKE) --no-print-directory try-packages
	@if [ -n "$(CI)" ]; then Scripts/test-cluster .build/$(CONFIGURATION)/darkroom; \
	else echo "cluster: not tried, as CI is not set; 'make test-cluster' does it"; fi

# Packages are made of a commit, and of a second build; they are a part of the tests where CI asks for them.
try-packages:
	@if [ -z "$(CI)" ]; then \
	  echo "packages: not tried, as CI is not set; 'make dist test-dist' does it"; \
	elif ! git rev-parse -q --verify HEAD > /dev/null 2>&1; then \
	  echo "packages: not tried, as git knows no commit here"; \
	elif [ -n "$$(git status --porcelain)" ]; then \
	  echo "packages: not tried, as the tree is not clean"; \
	else \
	  $(MAKE) --no-print-directory dist test-dist && Scripts/test-python dist/*.whl; \
	fi

python: build
	Scripts/test-python $(BINARY)

dist:
	@Scripts/dist $(if $(KEY),--key $(KEY))

test-cluster: build
	@Scripts/test-cluster $(BINARY)

test-dist:
	@Scripts/test-dist

docs: build
	@Scripts/docs $(STATIC)/$(CONFIGURATION)

sanitize: setup
	Scripts/sanitize

lint-tools:
	@Scripts/lint-tools $(LINT)

lint: lint-tools
	Scripts/lint $(LINT)

format: lint-tools
	Scripts/lint $(LINT) --write

coverage: peers
	DARKROOM_PEERS_PYTHON=$(abspath $(PEERS))/bin/python Scripts/coverage --skip '$(UNCOUNTED)'

bench: build peers
	@$(PEERS)/bin/python Scripts/bench.py $(BINARY)
	@test ! -d ../shared || { Scripts/card $(BINARY) $(PEERS)/bin/python > /dev/null \
	  && $(PEERS)/bin/python Scripts/bench_evaluation.py $(BINARY); }

# What the targets cost is measured also where something was not accepted.
accuracy: build peers
	@status=0; \
	$(PEERS)/bin/python Scripts/accuracy.py $(BINARY) --json .build/accuracy.json || status=1; \
	$(PEERS)/bin/python Scripts/accuracy.py $(BINARY) --models yolov4-tiny,yolo-fastest-1.1 --forms targets \
	  --json .build/accuracy-targets.json || status=1; \
	exit $$status

networks: build peers
	@$(PEERS)/bin/python Scripts/networks.py $(BINARY) $(if $(ONLY),--only '$(ONLY)')

ablation: build peers
	@$(PEERS)/bin/python Scripts/accuracy.py $(BINARY) --ablation --json .build/ablation.json

SECONDS := 60
fuzz: setup
	@Scripts/fuzz $(if $(INPUT),--input $(TARGET) $(INPUT),$(SECONDS) $(TARGET))

scale: build
	@python3 Scripts/scale.py $(BINARY) --measure --json .build/scale.json --write BENCHMARKS.md

card: build peers
	@Scripts/card $(BINARY) $(PEERS)/bin/python

report: build
	@python3 Scripts/ecosystem.py $(BINARY) $(if $(QUICK),--quick)

matrix: build peers
	@Scripts/runtimes $(PEERS)/bin/python $(RUNTIMES_FOLDER) $(HEAVY)
	@$(PEERS)/bin/python Scripts/matrix.py $(BINARY) --write README.md $(if $(ONLY),--only '$(ONLY)') \
	  $(if $(RUNTIMES),--runtimes $(RUNTIMES))

clean:
	rm -rf .build dist out
