# SPDX-License-Identifier: GPL-2.0
# sandbpf: top-level targets. "make help" lists them.
#
#   KVER=<release>  kernel to build for (default: the running one if its headers
#                   are installed, else the newest installed headers); "6.1", "6.12" and
#                   "debug" stand for the kernels that "make setup" and
#                   "make debug-kernel" prepared
#   KDIR=<dir>      kernel build tree, when it is neither in /usr/src nor in /lib/modules
#   BUILD=<dir>     everything that is made goes here (default: build)
#   CACHE=<dir>     downloads and the debug kernel (default: $(BUILD)/cache)
#   KUNIT=1         include the KUnit suites (kernel with CONFIG_KUNIT)
#   WERROR=1 W=1    warnings are errors; extra warnings

# Neither make nor the kernel's build system can cope with some characters in paths.
ifneq ($(words $(subst :, ,$(subst %, ,[$(CURDIR)][$(BUILD)][$(CACHE)][$(KDIR)]))),1)
$(error No directory that takes part may have a space, ":" or "%" in its path: $(CURDIR) $(BUILD) $(CACHE) $(KDIR))
endif

SRC := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
BUILD ?= $(SRC)/build
override BUILD := $(abspath $(BUILD))
ifneq ($(filter $(BUILD)/%,$(SRC)/),)
$(error BUILD=$(BUILD) holds the sources: "make clean" would remove them)
endif

CACHE ?= $(BUILD)/cache
override CACHE := $(abspath $(CACHE))
export SRC BUILD CACHE

# What runs in a guest runs stock 6.1 unless told otherwise.
GUEST_KVER := $(or $(KVER),6.1)
ifeq ($(KVER),)
override KVER := $(shell $(SRC)/scripts/kernel-dir --default)
endif
# Recipes see what is prepared by the time they run, hence no := here.
release = $(shell $(SRC)/scripts/kernel-dir --resolve $(KVER))
ifeq ($(origin KDIR),undefined)
KDIR = $(shell $(SRC)/scripts/kernel-dir $(release))
endif
OUT = $(BUILD)/$(release)
# The debug kernel is the one that can run the KUnit suites.
KUNIT ?= $(if $(filter debug,$(KVER)),1)

# What the kernel's make is told besides the target.
kbuild-args = -C $(KDIR) M=$(OUT) $(if $(filter 1,$(KUNIT)),SBPF_KUNIT=y) $(if $(filter 1,$(WERROR)),SBPF_WERROR=y) $(if $(W),W=$(W)) $(if $(C),C=$(C)) \
	$(if $(CHECK),CHECK="$(CHECK)")

.PHONY: all module sync setup debug-kernel tools selftests demo shell guest-run guest-test bench check check-linux fuzz lint \
	clean distclean help modules_install dkms-install
.DEFAULT_GOAL := module

all: module

## module: build $(BUILD)/<release>/sandbpf.ko
module: sync
	+@$(MAKE) --no-print-directory $(kbuild-args) modules

# The sources are copied by content, so that nothing is ever written next to them
# and an unchanged file keeps its time stamp.
sync:
	@test -n "$(KVER)" || { echo "No kernel headers found: install linux-headers-<release> or give KVER= or KDIR=." >&2; exit 1; }
	@test -n "$(KDIR)" || { echo "No headers of kernel $(KVER): install linux-headers-$(KVER) or give KDIR=." >&2; exit 1; }
	@$(SRC)/scripts/sync-tree $(SRC) $(OUT)
	@$(SRC)/scripts/probe-kernel $(KDIR) $(OUT)

## setup: install the packages needed, fetch the 6.1 and 6.12 kernels
setup:
	@$(SRC)/scripts/setup 6.1 6.12

# One kernel only: "6.1", "6.12" or a release that apt has. The debug kernel has its own target.
setup-%:
	@$(SRC)/scripts/setup $(filter-out debug,$*)

## debug-kernel: build the kernel that KVER=debug stands for
debug-kernel:
	@$(SRC)/scripts/setup debug
	@$(SRC)/scripts/build-debug-kernel

## selftests: build the test programs
selftests:
	+@$(MAKE) --no-print-directory -C $(SRC)/selftests

## tools: build the launcher for unmodified programs, $(BUILD)/tools/sandbpf/sandbpf
tools:
	+@$(MAKE) --no-print-directory -C $(SRC)/tools/sandbpf

TESTS_OUT := $(BUILD)/selftests
export TESTS_OUT CMD
guest = OUT=$(OUT) $(SRC)/scripts/guest

## demo: watch programs filter, trace and sample in a guest of KVER (default: stock 6.1)
## shell: a guest of KVER with everything loaded, and a shell
## guest-run: run CMD='...' in a guest of KVER; fails if the command does
## guest-test: run the selftests in a guest of KVER; TESTS='area area/name' selects
## bench: print what things cost, in instructions, in a guest of KVER
demo shell guest-run guest-test bench: setup-$(GUEST_KVER)
	+@$(MAKE) --no-print-directory KVER=$(GUEST_KVER) in-guest-$@

in-guest-demo: module tools selftests
	@CMD=/demo/run $(guest) demo $(release)
in-guest-shell: module tools selftests
	@$(guest) shell $(release)
in-guest-guest-run: module tools selftests
	@$(guest) cmd $(release)
in-guest-guest-test: module tools selftests
	@$(guest) tests $(release)
in-guest-bench: module selftests
	@OUT=$(OUT) $(SRC)/tools/bench/run $(release)

## check: every test on every kernel; ends with "N passed, N failed, N skipped"
check:
	@$(SRC)/scripts/check

## check-linux: compare our verifier with Linux's on Linux's tests, in a guest on stock 6.1
check-linux: setup-6.1 setup-check-linux
	+@$(MAKE) --no-print-directory KVER=6.1 module
	@$(SRC)/scripts/check-linux

## fuzz: programs made by SEED through the verifier, its oracle and the interpreter, for SECONDS
fuzz:
	+@$(MAKE) --no-print-directory -C $(SRC)/tools/fuzz BUILD=$(BUILD) SECONDS=$(or $(SECONDS),600) SEED=$(or $(SEED),1) fuzz

## lint: style, warnings, sparse, size limits
lint:
	@$(SRC)/scripts/lint

# Header packages have neither a key to sign with nor what the kernel's own depmod step wants.
unsigned = $(if $(wildcard $(KDIR)/certs/signing_key.pem),,CONFIG_MODULE_SIG_ALL=)

## modules_install: install the module under /lib/modules, or below INSTALL_MOD_PATH
modules_install: module
	+@$(MAKE) --no-print-directory $(kbuild-args) $(unsigned) modules_install
	/sbin/depmod $(addprefix -b ,$(INSTALL_MOD_PATH)) $(release)

## dkms-install: register the sources with DKMS and install for the running kernel
dkms-install:
	@$(SRC)/scripts/dkms-install

## clean: remove everything that was built (not the downloads and the debug kernel)
clean:
	rm -rf $(filter-out $(CACHE),$(wildcard $(BUILD)/*))

## distclean: remove the build directory
distclean:
	rm -rf $(BUILD)

## help: list the targets
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
