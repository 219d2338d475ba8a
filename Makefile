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

SRC := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
BUILD ?= $(SRC)/build
override BUILD := $(abspath $(BUILD))

CACHE ?= $(BUILD)/cache
override CACHE := $(abspath $(CACHE))
export SRC BUILD CACHE

ifeq ($(origin KVER),undefined)
KVER := $(shell $(SRC)/scripts/kernel-dir --default)
endif
# What runs in a guest runs stock 6.1 unless told otherwise.
GUEST_KVER := $(if $(filter-out undefined file,$(origin KVER)),$(KVER),6.1)
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

.PHONY: all module sync setup selftests guest-run guest-test shell clean distclean help modules_install
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

## setup-6.1, setup-6.12: the same for one kernel
setup-%:
	@$(SRC)/scripts/setup $*

## selftests: build the test programs
selftests:
	+@$(MAKE) --no-print-directory -C $(SRC)/selftests

TESTS_OUT := $(BUILD)/selftests
export TESTS_OUT
guest = OUT=$(OUT) $(SRC)/scripts/guest
ifneq ($(GUEST_KVER),$(KVER))
with-kver = +@$(MAKE) --no-print-directory KVER=$(GUEST_KVER) $@
endif

## guest-run: run CMD='...' in a guest of KVER; prints its output, exits with its status
## guest-test: run the selftests in a guest of KVER; TESTS='area area/name' selects
## shell: a guest of KVER with everything loaded, and a shell
ifdef with-kver
guest-run guest-test shell: setup-$(GUEST_KVER)
	$(with-kver)
else
guest-run: module selftests
	@CMD='$(subst ','\'',$(CMD))' $(guest) cmd $(release)

guest-test: module selftests
	@$(guest) tests $(release)

shell: module selftests
	@$(guest) shell $(release)
endif

## modules_install: install the module under /lib/modules
modules_install: module
	+$(MAKE) $(kbuild-args) modules_install

## clean: remove everything that was built (not the downloads and the debug kernel)
clean:
	rm -rf $(filter-out $(CACHE),$(wildcard $(BUILD)/*))

## distclean: remove the build directory
distclean:
	rm -rf $(BUILD)

## help: list the targets
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
