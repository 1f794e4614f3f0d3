# tenet. `make demo` shows it, `make check` tests it; both install what is missing first.

PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

CC ?= cc
PKGS := ncursesw sqlite3 jansson libutf8proc uuid libcrypt libmd zlib libqrencode
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wconversion -Wstrict-prototypes -Wwrite-strings -Wundef
BASE := -std=c17 -D_GNU_SOURCE -DTENET_VERSION='"$(VERSION)"' -Iinclude $(WARN) -MMD -MP
CET := $(if $(filter x86_64-% i%86-%,$(shell $(CC) -dumpmachine)),-fcf-protection)
# Two builds of one source are the same bytes, wherever and whenever they were made: `make dist-check`.
HARD := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection $(CET) -fPIE \
	-Wdate-time -ffile-prefix-map=$(CURDIR)=.
HARDLD := -pie -Wl,-z,relro,-z,now,--build-id=sha1
# What the tests run also takes the time from TENET_NOW; what people run does not.
SAN := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-DTENET_TEST_CLOCK
FUZZ := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined

# The layers from the ground up, and what each may use (DESIGN: layers and folders). `make lint`
# checks the includes against this table, and the unit tests link nothing else.
LAYERS := base db migrate model store tui panes cli
USES_base := base
USES_db := base db
USES_migrate := base db migrate
USES_model := base model
USES_store := base db model store
USES_tui := base tui
USES_panes := base db model store tui panes
USES_cli := base db migrate model store tui cli

# Empty when make was started with -j of its own.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
AGAIN = @$(MAKE) --no-print-directory $(PARALLEL)

# Drawings are laid out by Graphviz where it is there to build with, else by ourselves.
GRAPHVIZ := $(shell pkg-config --exists libgvc && echo tenet-layout)

.PHONY: all help demo check tests lint bench bench-programs prove prove-programs fuzz fuzz-programs screenshots \
	screenshot-programs install uninstall clean deps dist dist-check deb check-unit
#: make             builds build/tenet and what belongs to it
all: build/tenet
	$(if $(GRAPHVIZ),,@echo "without tenet-layout: there is no libgvc (libgraphviz-dev); drawings are laid out by tenet itself")

help:
	@sed -n 's/^#: //p' Makefile

# --- What people call. The packages come first, so the rest is a second make. ---

#: make demo        opens the console on a made-up queue
demo:
	@scripts/deps.sh build
	$(AGAIN) all
	@scripts/demo.sh

#: make check       runs all tests
check:
	@scripts/deps.sh build check
	$(AGAIN) tests
	@tests/run $(TESTS)

#: make lint        checks sources, manual pages and scripts
lint:
	@scripts/deps.sh build check lint
	@WARN='$(WARN)' scripts/lint.sh $(foreach l,$(LAYERS),'$(l): $(USES_$(l))')

#: make bench       measures, beside what does the same work
bench:
	@scripts/deps.sh build check bench
	$(AGAIN) all bench-programs
	@tests/bench/run.sh

# What the terminal is sent for hostile texts: ten million of them take some minutes.
#: make prove       ten million hostile texts to a terminal
PROVE_INPUTS ?= 10000000
prove:
	@scripts/deps.sh build check
	$(AGAIN) prove-programs
	@build/tests/prove/terminal $(PROVE_INPUTS)

#: make fuzz        each fuzzer for FUZZ_SECONDS
FUZZ_SECONDS ?= 30
fuzz:
	@scripts/deps.sh build fuzz
	$(AGAIN) fuzz-programs
	@scripts/fuzz.sh $(FUZZ_SECONDS)

#: make screenshots draws the pictures of the README anew
screenshots:
	@scripts/deps.sh build check screenshots
	$(AGAIN) build/asan/tenet screenshot-programs
	@scripts/screenshots.sh

#: make dist        packs the sources; dist-check builds them twice and compares
dist:
	@scripts/deps.sh dist
	@scripts/dist.sh $(VERSION) build/dist

dist-check: dist
	@scripts/deps.sh build
	@scripts/dist_check.sh build/dist/tenet-$(VERSION).tar.xz

#: make deb         makes the Debian packages
deb: dist
	@scripts/deps.sh build deb
	@scripts/deb.sh build/dist/tenet-$(VERSION).tar.xz build/deb

#: make deps        installs all packages that any of these needs
deps:
	@scripts/deps.sh build check bench lint fuzz screenshots dist deb

#: make clean       removes what was built
clean:
	rm -rf build

# --- Three builds from one set of rules: build/ is what people run, build/asan/ what the tests run,
# build/fuzz/ what libFuzzer runs. ---

# The PostgreSQL driver is not in the program: it is a module beside it, or linked into a test.
LIBPQ := $(shell pkg-config --cflags libpq 2>/dev/null)
DRIVER = $(patsubst %.c,$(1)/%.o,$(sort $(wildcard src/db/postgres*.c)))
SRCS = $(filter-out src/db/postgres%,$(sort $(wildcard src/$(1)/*.c)))
LIBS = $(shell pkg-config --libs $(PKGS) $(1)) -lm -pthread
GROUP = $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group

build/embedded/migrations.c: $(wildcard migrations/*.sql) scripts/embed.sh
	@mkdir -p $(@D)
	$(call SAY,embed)scripts/embed.sh embedded_migrations $(sort $(filter %.sql,$^)) > $@
build/embedded/themes.c: $(wildcard themes/*.json) scripts/embed.sh
	@mkdir -p $(@D)
	$(call SAY,embed)scripts/embed.sh embedded_themes $(sort $(filter %.json,$^)) > $@
build/embedded/grants.c: src/migrate/console_decided.sql scripts/embed.sh
	@mkdir -p $(@D)
	$(call SAY,embed)scripts/embed.sh embedded_grants $(filter %.sql,$^) > $@

# One word for each step; `make V=1` shows the whole command.
SAY = $(if $(V),,@echo "$(1) $@" && )

# 1 folder, 2 compiler and its flags, 3 linker flags
define build_rules
$(call DRIVER,$(1)) $(1)/tests/postgres/server.o: MORE = -fPIC -fvisibility=hidden $$(LIBPQ)
ARCHIVES_$(1) := $(foreach l,$(LAYERS),$(1)/lib$(l).a)
$(1)/src/%.o: src/%.c
	@mkdir -p $$(@D)
	$$(call SAY,cc)$(2) $$(BASE) $$(MORE) $$(CFLAGS) -c -o $$@ $$<
$(1)/embedded/%.o: build/embedded/%.c
	@mkdir -p $$(@D)
	$$(call SAY,cc)$(2) $$(BASE) -Wno-overlength-strings $$(CFLAGS) -c -o $$@ $$<
$(1)/tests/%.o: tests/%.c
	@mkdir -p $$(@D)
	$$(call SAY,cc)$(2) $$(BASE) $$(MORE) $$(CFLAGS) -Itests -c -o $$@ $$<
$(foreach l,$(LAYERS),
$(1)/lib$(l).a: $(patsubst %.c,$(1)/%.o,$(call SRCS,$(l)))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call SAY,ar)ar rcsD $$@ $$^)
$(1)/libmigrate.a: $(1)/embedded/migrations.o $(1)/embedded/grants.o
$(1)/libtui.a: $(1)/embedded/themes.o
$(1)/tenet: $(patsubst %.c,$(1)/%.o,$(sort $(wildcard src/main*.c src/app*.c))) $$(ARCHIVES_$(1))
	$$(call SAY,ld)$(2) $(3) -Wl,--dynamic-list=src/db/module.list $$(LDFLAGS) -o $$@ $$(GROUP) \
		$$(call LIBS,)
$(1)/tenet: $(1)/tenet-postgres.so src/db/module.list $(GRAPHVIZ:%=$(1)/%)
# Not sanitized: Graphviz leaks.
$(1)/src/tenet-layout.o: MORE = -fno-sanitize=all $$(shell pkg-config --cflags libgvc | sed 's/-I/-isystem/g')
$(1)/tenet-layout: $(1)/src/tenet-layout.o
	$$(call SAY,ld)$(2) -fno-sanitize=all $(3) $$(LDFLAGS) -o $$@ $$< $$(shell pkg-config --libs libgvc)
$(1)/tenet-postgres.so: $(call DRIVER,$(1))
	$$(call SAY,ld)$(2) $$(filter-out -pie,$(3)) -shared $$(LDFLAGS) -o $$@ $$^ $$(shell pkg-config --libs libpq)
endef
$(eval $(call build_rules,build,$(CC) $(HARD),$(HARDLD)))
$(eval $(call build_rules,build/asan,$(CC) $(SAN),))
$(eval $(call build_rules,build/fuzz,clang $(FUZZ) -fsanitize=fuzzer-no-link,))

# --- Tests: every tests/FOLDER/NAME.c is a program that links all layers and the fixture*.c of its
# folder, the PostgreSQL driver and the server that tests/postgres starts; every
# tests/FOLDER/NAME.sh is run as it is. ---

SERVER = $(call DRIVER,$(1)) $(1)/tests/postgres/server.o $(1)/tests/postgres/relay.o
FIXTURES = $(patsubst %.c,$(1)/%.o,$(wildcard tests/$(2)/fixture*.c))

# 1 folder of the build, 2 folder of the tests, 3 compiler and its flags, 4 fixtures of other folders
define program_rules
PROGRAMS_$(2) := $(patsubst %.c,$(1)/%,$(filter-out tests/$(2)/fixture%,$(wildcard tests/$(2)/*.c)))
$$(PROGRAMS_$(2)): %: %.o $(call FIXTURES,$(1),$(2)) $(4) $(call SERVER,$(1)) $$(ARCHIVES_$(1))
	$$(call SAY,ld)$(3) -o $$@ $$(GROUP) $$(call LIBS,cmocka vterm libpq)
endef
$(foreach f,store migrate cli,$(eval $(call program_rules,build/asan,$(f),$(CC) $(SAN))))
$(eval $(call program_rules,build/asan,tui,$(CC) $(SAN),$(call FIXTURES,build/asan,store)))
$(eval $(call program_rules,build/asan,ssh,$(CC) $(SAN),$(call FIXTURES,build/asan,tui) \
	$(call FIXTURES,build/asan,store)))
$(eval $(call program_rules,build/asan,fault,$(CC) $(SAN),$(call FIXTURES,build/asan,tui) \
	$(call FIXTURES,build/asan,store)))
$(eval $(call program_rules,build,bench,$(CC) $(HARD) $(HARDLD)))
$(eval $(call program_rules,build,prove,$(CC) $(HARD) $(HARDLD)))
$(eval $(call program_rules,build,screenshots,$(CC) $(HARD) $(HARDLD),$(call FIXTURES,build,tui) \
	$(call FIXTURES,build,store)))
$(eval $(call program_rules,build/fuzz,fuzz,clang $(FUZZ) -fsanitize=fuzzer))

# tests/unit/LAYER_module.c links that layer and what it may use: it stands alone, or does not link.
PROGRAMS_unit := $(patsubst %.c,build/asan/%,$(wildcard tests/unit/*.c))
define unit_rule
$(1): %: %.o $(foreach l,$(USES_$(firstword $(subst _, ,$(notdir $(1))))),build/asan/lib$(l).a)
	$$(call SAY,ld)$$(CC) $$(SAN) -o $$@ $$(GROUP) $$(call LIBS,cmocka)
endef
$(foreach t,$(PROGRAMS_unit),$(eval $(call unit_rule,$(t))))
WITH_SERVER := $(patsubst %,build/asan/tests/unit/db_%,engines postgres postgres_loss postgres_network)
$(WITH_SERVER): $(call SERVER,build/asan)
$(WITH_SERVER): PKGS += libpq

build/with-postgres: build/tests/postgres/with.o build/tests/postgres/server.o
	$(call SAY,ld)$(CC) $(HARD) $(HARDLD) -o $@ $^ $(shell pkg-config --libs libpq)

TESTS := $(foreach f,unit store migrate cli fault ssh tui,$(sort $(PROGRAMS_$(f)) $(wildcard tests/$(f)/*.sh)))
# What the Debian package runs as it is built: these need no server and no terminal.
ALONE := $(filter-out $(WITH_SERVER),$(sort $(PROGRAMS_unit)))
check-unit: $(ALONE)
	@tests/run $(ALONE)
tests: build/asan/tenet build/with-postgres $(filter build/%,$(TESTS))
bench-programs: $(PROGRAMS_bench)
prove-programs: $(PROGRAMS_prove)
fuzz-programs: $(PROGRAMS_fuzz)
screenshot-programs: $(PROGRAMS_screenshots)

# --- Installing. ---

BIN = $(DESTDIR)$(PREFIX)/bin/tenet
MODULE = $(DESTDIR)$(PREFIX)/lib/tenet/tenet-postgres.so
LAYOUT = $(dir $(MODULE))tenet-layout
SHARE = $(DESTDIR)$(PREFIX)/share
MAN = $(foreach s,1 5 7,$(patsubst man/%,$(SHARE)/man/man$(s)/%,$(wildcard man/*.$(s))))
THEMES = $(patsubst themes/%,$(SHARE)/tenet/themes/%,$(wildcard themes/*.json))
CONTRIB = $(patsubst contrib/%,$(SHARE)/doc/tenet/examples/%,$(wildcard contrib/*))
ZSH ?= $(PREFIX)/share/zsh/site-functions
COMPLETIONS = $(SHARE)/bash-completion/completions/tenet $(DESTDIR)$(ZSH)/_tenet \
	$(SHARE)/fish/vendor_completions.d/tenet.fish

#: make install     installs under DESTDIR and PREFIX; uninstall removes that
install: all
	install -D -m 755 build/tenet $(BIN)
	install -D -m 644 build/tenet-postgres.so $(MODULE)
	$(if $(GRAPHVIZ),install -D -m 755 build/tenet-layout $(LAYOUT))
	$(foreach f,$(MAN),install -D -m 644 man/$(notdir $(f)) $(f) &&) true
	$(foreach f,$(THEMES),install -D -m 644 themes/$(notdir $(f)) $(f) &&) true
	$(foreach f,$(CONTRIB),install -D -m 644 contrib/$(notdir $(f)) $(f) &&) true
	sed -i 's|/usr/local/|$(PREFIX)/|g' $(MAN) $(CONTRIB)
	mkdir -p $(dir $(COMPLETIONS))
	build/tenet completion bash > $(word 1,$(COMPLETIONS))
	build/tenet completion zsh > $(word 2,$(COMPLETIONS))
	build/tenet completion fish > $(word 3,$(COMPLETIONS))

uninstall:
	rm -f $(BIN) $(MODULE) $(LAYOUT) $(MAN) $(THEMES) $(CONTRIB) $(COMPLETIONS)
	-rmdir $(SHARE)/tenet/themes $(SHARE)/tenet $(SHARE)/doc/tenet/examples $(SHARE)/doc/tenet \
		$(dir $(MODULE))

# Not those of the package, which is built in a folder of its own within.
-include $(shell find build -path build/deb -prune -o -name '*.d' -type f -print 2>/dev/null)
