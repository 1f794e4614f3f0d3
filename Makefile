# tenet. `make demo` shows it, `make check` tests it; both install what is missing first.

PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

CC ?= cc
PKGS := ncursesw sqlite3 jansson libutf8proc uuid libcrypt libmd
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wconversion -Wstrict-prototypes -Wwrite-strings -Wundef
BASE := -std=c17 -D_GNU_SOURCE -DTENET_VERSION='"$(VERSION)"' -Iinclude $(WARN) -MMD -MP
HARD := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
HARDLD := -pie -Wl,-z,relro,-z,now
SAN := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined

# The layers from the ground up: each archive may use those before it (DESIGN: layers and folders).
LAYERS := base db migrate model store tui panes cli
srcs = $(wildcard src/$(1)/*.c)
SOURCES := $(foreach l,$(LAYERS),$(call srcs,$(l))) src/app.c src/main.c

.PHONY: all demo check lint bench fuzz install uninstall clean screenshots deps
all: build/tenet

# --- Two builds from one set of rules: build/ is what people run, build/asan/ what the tests run. ---

build/embedded/migrations.c: $(wildcard migrations/*.sql) scripts/embed.sh
	@mkdir -p $(@D)
	scripts/embed.sh embedded_migrations $(sort $(filter %.sql,$^)) > $@
build/embedded/themes.c: $(wildcard themes/*.json) scripts/embed.sh
	@mkdir -p $(@D)
	scripts/embed.sh embedded_themes $(sort $(filter %.json,$^)) > $@

define build_rules
$(1)/src/%.o: src/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(BASE) $(2) -c -o $$@ $$<
$(1)/embedded/%.o: build/embedded/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(BASE) $(2) -c -o $$@ $$<
$(1)/tests/%.o: tests/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(BASE) $(2) -Itests -c -o $$@ $$<
$(foreach l,$(LAYERS),
$(1)/lib$(l).a: $(patsubst %.c,$(1)/%.o,$(call srcs,$(l))) $(if $(filter migrate,$(l)),$(1)/embedded/migrations.o) $(if $(filter tui,$(l)),$(1)/embedded/themes.o)
	@mkdir -p $$(@D)
	@rm -f $$@
	ar rcs $$@ $$^)
$(1)/tenet: $(1)/src/main.o $(1)/src/app.o $(foreach l,$(LAYERS),$(1)/lib$(l).a)
	$$(CC) $(2) $(3) -o $$@ $(1)/src/main.o $(1)/src/app.o -Wl,--start-group $(foreach l,$(LAYERS),$(1)/lib$(l).a) -Wl,--end-group $$(shell pkg-config --libs $$(PKGS)) -lm -pthread
endef
$(eval $(call build_rules,build,$(HARD),$(HARDLD)))
$(eval $(call build_rules,build/asan,$(SAN),))

# --- Tests: tests/unit/LAYER_module.c links that layer and those before it, so a test shows at link time that its layer stands alone. ---

define layer_libs
LIBS_$(1) := $(foreach l,$(wordlist 1,$(shell echo $(LAYERS) | tr ' ' '\n' | grep -n '^$(1)$$' | cut -d: -f1),$(LAYERS)),build/asan/lib$(l).a)
endef
$(foreach l,$(LAYERS),$(eval $(call layer_libs,$(l))))

UNIT := $(patsubst tests/unit/%.c,build/asan/tests/unit/%,$(wildcard tests/unit/*.c))
define unit_rule
build/asan/tests/unit/$(1): build/asan/tests/unit/$(1).o $(LIBS_$(firstword $(subst _, ,$(1))))
	$$(CC) $(SAN) -o $$@ $$< -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $$(shell pkg-config --libs $$(PKGS) cmocka) -lm -pthread
endef
$(foreach t,$(notdir $(UNIT)),$(eval $(call unit_rule,$(t))))

-include $(shell find build -name '*.d' 2>/dev/null)
