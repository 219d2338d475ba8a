# SPDX-License-Identifier: GPL-2.0
# sandbpf: top-level targets. "make help" lists them.
#
#   KVER=<release>  kernel to build for (default: the running one if its headers
#                   are installed, else the newest installed headers)
#   KDIR=<dir>      kernel build tree, when it is neither in /usr/src nor in /lib/modules
#   BUILD=<dir>     everything that is made goes here (default: build)
#   KUNIT=1         include the KUnit suites (kernel with CONFIG_KUNIT)
#   WERROR=1 W=1    warnings are errors; extra warnings

SRC := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
BUILD ?= $(SRC)/build
override BUILD := $(abspath $(BUILD))

kver-given := $(if $(filter command environment,$(firstword $(origin KVER))),$(KVER))
ifeq ($(origin KVER),undefined)
KVER := $(shell $(SRC)/scripts/kernel-dir --default)
endif
ifeq ($(origin KDIR),undefined)
KDIR := $(shell $(SRC)/scripts/kernel-dir $(KVER))
endif
OUT := $(BUILD)/$(KVER)

export SRC BUILD

# What the kernel's make is told besides the target.
kbuild-args = -C $(KDIR) M=$(OUT) SBPF_KUNIT=$(KUNIT) SBPF_WERROR=$(WERROR) $(if $(W),W=$(W)) $(if $(C),C=$(C))

.PHONY: all module sync clean help modules_install
.DEFAULT_GOAL := module

all: module

## module: build $(BUILD)/$(KVER)/sandbpf.ko
module: sync
	+$(MAKE) $(kbuild-args) modules

# The sources are copied by content, so that nothing is ever written next to them
# and an unchanged file keeps its time stamp.
sync:
	@test -n "$(KVER)" || { echo "No kernel headers found: install linux-headers-<release> or give KVER= or KDIR=." >&2; exit 1; }
	@test -n "$(KDIR)" || { echo "No headers of kernel $(KVER): install linux-headers-$(KVER) or give KDIR=." >&2; exit 1; }
	@$(SRC)/scripts/sync-tree $(SRC) $(OUT)
	@$(SRC)/scripts/probe-kernel $(KDIR) $(OUT)

## modules_install: install the module under /lib/modules/$(KVER)
modules_install: module
	+$(MAKE) $(kbuild-args) modules_install

## clean: remove everything that was built (not the downloads and the debug kernel)
clean:
	rm -rf $(filter-out $(BUILD)/cache $(BUILD)/debug-kernel,$(wildcard $(BUILD)/*))

## distclean: remove the build directory
distclean:
	rm -rf $(BUILD)

## help: list the targets
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
