# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 The jledger authors
#
# Knobs:
#   CC=clang        the compiler (gcc)
#   DEV=1           warnings are errors
#   FLAVOR=asan     release, debug, asan, coverage, fuzz (release)
#   T=t0100         which tests `check` runs: a part of their names
#   V=1             show the commands
#   NODES=225000    how far clang-tidy follows a function (20000)
#   PREFIX=/usr     where `install` puts things (/usr/local)
#   DESTDIR=        a folder before PREFIX, for packages

VERSION := 0.1.0
RELEASED := 2026-11-22
Q := $(if $(V),,@)
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
FLAVOR ?= release
PREFIX ?= /usr/local
B := build/$(FLAVOR)

PACKAGES := expat libgit2 sqlite3 jansson libzstd zlib libcrypto libutf8proc smartcols libzip
# What a bare Debian 12 lacks, by apt names.
APT_BUILD := pkg-config libgit2-dev libsqlite3-dev libjansson-dev libzstd-dev \
	zlib1g-dev libssl-dev libutf8proc-dev libsmartcols-dev libexpat1-dev uthash-dev libzip-dev git \
	tzdata
APT_TEST := $(APT_BUILD) libcmocka-dev unzip xxd openssh-client zstd jq sqlite3 strace tmux less \
	zsh fish man-db dpkg-dev
APT_LINT := $(APT_TEST) clang clang-format clang-tidy cppcheck shellcheck \
	valgrind lcov libclang-rt-14-dev groff mandoc

CORE := error mem lib_memory str hash names instant tzif zone period datepattern amount digest file worktree work_walk \
	input sorter wordbook csv xes table json json_slips json_mend json_text json_members db repo repo_open repo_dirty repo_staged repo_commit repo_walk oidset commit_order repo_line tree_entry repo_tree repo_dag repo_bundle repo_tag repo_names repo_check loose odb objects commit_graph repo_merge repo_config repo_config_env repo_identity git_index refs git_locks intent placing recovery writer clock term proc sshsig signing zip
JOURNEYS := finding shape shape_parse shape_pack shape_equal definitions definition_file steps metric tenure scope ledger cache cache_compare segment \
	step_graph chain directory series series_merge series_build batch_file batch receipt retraction batches index map cells mapper derive event_batch event_mapper event_log contacts log_builder event_case event_feed log_edges profile suggest suggest_columns suggest_ends suggest_map import statistics survival tally \
	attribution account friction selector edit check check_shape check_maps check_keys \
	check_references check_ownership check_stakeholders check_contracts \
	check_viewpoint check_promises check_seams check_paths check_cadence \
	rule_page schema change change_dated change_value merge history history_build history_directions history_edits history_record history_rows history_tell history_writers record_clock history_list signature population past goalposts lineage restatements checkpoint verify verify_checkpoints verify_records
REPORTS := report render render_text render_json render_csv render_md \
	render_html build build_accountability build_friction build_seams \
	build_coverage build_who build_list build_show build_journey build_status build_diff build_changes build_late_entries build_goalposts build_continuity build_lineage build_restatements build_history build_log build_verify \
	catalogue findings findings_text findings_json findings_sarif \
	findings_github findings_junit
CLI := opt commands settings ctx run show ask target assign wizard complete man write equip merge_driver case_key cmd_init cmd_doctor cmd_new cmd_set cmd_edit cmd_undo cmd_check \
	cmd_commit cmd_import cmd_status cmd_list cmd_show cmd_who \
	cmd_report cmd_diff cmd_log cmd_verify cmd_seal cmd_export evidence cmd_config cmd_completion cmd_merge_file cmd_index cmd_help cmd_version

UNIT_CORE := amount csv db digest file input instant intent json json_mend mem names repo sorter sshsig str table tzif wordbook worktree writer zone
UNIT_JOURNEYS := account attribution batch batches chain change check checkpoint definitions derive directory edit friction ledger log_builder map merge record_clock retraction segment \
	selector series shape statistics survival tally
UNIT_REPORTS := build render
UNIT_CLI := opt
FUZZ := csv xes json quantity segment selector version witness gitfiles intent tzif

CFLAGS_release := -O2 -g
CFLAGS_debug := -O0 -g
CFLAGS_asan := -O1 -g -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_coverage := -O0 -g --coverage
# libFuzzer: with clang.
CFLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 -Wundef \
	-Wno-missing-field-initializers
ifdef DEV
WARN += -Werror
endif
ALL_CFLAGS = -std=c11 -pthread -D_XOPEN_SOURCE=700 -I. \
	-DJL_VERSION='"$(VERSION)"' \
	-DJL_RELEASED='"$(RELEASED)"' $(WARN) $(CFLAGS_$(FLAVOR)) $(CFLAGS) \
	$(shell pkg-config --cflags $(PACKAGES)) -MMD -MP
ALL_LIBS = $(shell pkg-config --libs $(PACKAGES)) -lm -pthread

objects = $(patsubst %,$(B)/$(1)/%.o,$(2))
CORE_O := $(call objects,core,$(CORE))
JOURNEYS_O := $(call objects,journeys,$(JOURNEYS)) $(B)/journeys/example_data.o \
	$(B)/journeys/rules_data.o
REPORTS_O := $(call objects,reports,$(REPORTS))
CLI_O := $(call objects,cli,$(CLI)) $(B)/cli/completion_data.o
ARCHIVES := $(B)/reports.a $(B)/journeys.a $(B)/core.a

.PHONY: all demo test check check-unit check-cli check-asan check-valgrind \
	lint format format-check check-layers check-headers golden coverage \
	bench bench-measures bench-logs bench-history fuzz torture torture-whole install uninstall deb man man-lint clean help deps-build deps-test deps-lint real-data \
	parity fuzz-targets

all: $(B)/jledger

help:
	@sed -n 's/^#help //p' Makefile

#help make            build build/release/jledger
#help make demo       install what is missing, build, run the example
#help make test       install what is missing, build, run every test
#help make check      run the tests (T=part-of-a-name picks)
#help make check-asan, check-valgrind
#help make real-data  tests on ../shared/data, when it is there
#help make torture    kill, faults, memory, full disk, power cut, races: a part, in five minutes
#help make torture-whole  all of it, in two hours; figures to tests/torture/figures.txt
#help make parity     hold the JSON Schemas against ajv (needs node, npm)
#help make lint       format, layers, headers, cppcheck, clang-tidy, shellcheck
#help make format     clang-format the sources
#help make golden     rewrite the expected files of tests/cases
#help make coverage   line coverage by the tests
#help make bench      time it beside its competitors
#help make fuzz       run the fuzz targets (SECONDS=60 each)
#help make install    PREFIX=/usr/local DESTDIR=; make uninstall
#help make deb        build/release/jledger_VERSION_ARCH.deb

$(B)/jledger: $(B)/cli/main.o $(CLI_O) $(ARCHIVES)
	@echo "  LD $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(B)/cli/main.o $(CLI_O) \
		$(ARCHIVES) $(ALL_LIBS)

$(B)/core.a: $(CORE_O)
$(B)/journeys.a: $(JOURNEYS_O)
$(B)/reports.a: $(REPORTS_O)
%.a:
	@rm -f $@
	$(Q)ar rcs $@ $^

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Files that are built in, by their folders: $(B)/journeys/rules_data.c and so on.
$(B)/journeys/example_data.c: $(shell find journeys/example -type f | LC_ALL=C sort)
$(B)/journeys/rules_data.c: $(shell find journeys/rules -type f | LC_ALL=C sort)
$(B)/cli/completion_data.c: $(shell find cli/completion -type f | LC_ALL=C sort)
$(B)/%_data.c: journeys/embed.sh
	@mkdir -p $(@D)
	$(Q)sh journeys/embed.sh $* $(patsubst %s,%,$(notdir $*)) > $@
$(B)/%_data.o: $(B)/%_data.c
	@echo "  CC $<"
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# ---- tests ----

UNIT_BINS := $(patsubst %,$(B)/tests/core/test_%,$(UNIT_CORE)) \
	$(patsubst %,$(B)/tests/journeys/test_%,$(UNIT_JOURNEYS)) \
	$(patsubst %,$(B)/tests/reports/test_%,$(UNIT_REPORTS)) \
	$(patsubst %,$(B)/tests/cli/test_%,$(UNIT_CLI))
SUPPORT_O := $(B)/tests/support/test.o
REPO_O := $(B)/tests/support/repo.o
LEDGER_O := $(B)/tests/support/ledger.o $(B)/tests/support/measures.o

# A folder's unit tests link only its archive and those below it, so that a
# call upwards does not link.
$(B)/tests/core/test_%: $(B)/tests/unit/core/test_%.o $(SUPPORT_O) $(REPO_O) $(B)/core.a
	@echo "  LD $@" && mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka
$(B)/tests/journeys/test_%: $(B)/tests/unit/journeys/test_%.o $(SUPPORT_O) \
		$(LEDGER_O) $(B)/journeys.a $(B)/core.a
	@echo "  LD $@" && mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka
$(B)/tests/reports/test_%: $(B)/tests/unit/reports/test_%.o $(SUPPORT_O) \
		$(LEDGER_O) $(ARCHIVES)
	@echo "  LD $@" && mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka
$(B)/tests/cli/test_%: $(B)/tests/unit/cli/test_%.o $(SUPPORT_O) $(CLI_O) \
		$(ARCHIVES)
	@echo "  LD $@" && mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS) -lcmocka
.SECONDARY:

FUZZ_BINS := $(patsubst %,$(B)/tests/fuzz/replay_%,$(FUZZ))
# Without libFuzzer a target replays the files that it is given.
$(B)/tests/fuzz/replay_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o \
		$(ARCHIVES)
	@echo "  LD $@" && mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS)

# Changes files of a ledger and asks whether verify sees it.
$(B)/tests/tamper/trial: $(B)/tests/tamper/tamper.o $(B)/journeys.a $(B)/core.a
	@echo "  LD $@"
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS)

# T picks by name; WRAP runs each unit test under a tool.
check: $(B)/jledger $(B)/tests/tamper/trial $(UNIT_BINS) $(FUZZ_BINS)
	$(Q)JLEDGER=$(CURDIR)/$(B)/jledger TAMPER=$(CURDIR)/$(B)/tests/tamper/trial BUILD=$(B) T='$(T)' SKIP='$(SKIP)' WRAP='$(WRAP)' \
		sh tests/run.sh $(UNIT_BINS) $(FUZZ_BINS)

check-unit: $(UNIT_BINS)
	$(Q)BUILD=$(B) T='$(T)' WRAP='$(WRAP)' sh tests/run.sh $(UNIT_BINS)

# By the other compiler; without what is about shells and packages, and not
# about memory; of the long trials a part.
check-asan:
	$(Q)ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
		CHANGES=300 HISTORIES=60 DAMAGE=least \
		$(MAKE) CC=clang FLAVOR=asan check SKIP='t0160 t0770 t0950'

VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full \
	--errors-for-leak-kinds=definite
check-valgrind:
	$(Q)$(MAKE) FLAVOR=debug check-unit WRAP='$(VALGRIND)'

# For developers: needs node and npm.
parity: $(B)/jledger
	@test -d build/node/node_modules/ajv || npm install --silent --no-audit \
		--no-fund --prefix build/node ajv@8
	$(Q)JLEDGER=$(CURDIR)/$(B)/jledger sh tests/cli/t0460-schema.sh

# Whatever a process, a disk or a hand may do to a ledger. Each part prints its
# counts, and the last line is `N passed, N failed`.
TORTURE = JLEDGER=$(CURDIR)/$(B)/jledger TAMPER=$(CURDIR)/$(B)/tests/tamper/trial
torture: $(B)/jledger $(B)/tests/tamper/trial
	$(Q)$(TORTURE) bash tests/torture/run.sh
torture-whole: $(B)/jledger $(B)/tests/tamper/trial
	$(Q)$(TORTURE) WHOLE=1 bash tests/torture/run.sh

real-data: $(B)/jledger
	$(Q)JLEDGER=$(CURDIR)/$(B)/jledger sh tests/run.sh real

# ---- what is missing is installed ----

deps-build deps-test deps-lint:
	@sh tests/tools/install.sh $($(subst deps-,APT_,$(subst build,BUILD,$(subst test,TEST,$(subst lint,LINT,$@)))))

demo: deps-build
	@$(MAKE) --no-print-directory all
	@JLEDGER=$(CURDIR)/$(B)/jledger sh tests/tools/demo.sh

test: deps-test
	@$(MAKE) --no-print-directory check

# ---- looking at the code ----

SOURCES := $(shell git ls-files '*.c' '*.h' 2>/dev/null)
SCRIPTS := $(shell git ls-files '*.sh' .ci/run 2>/dev/null)

NODES ?= 20000
lint: format-check check-layers check-headers man-lint
	@cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr \
		--enable=warning,portability \
		--suppress=ctuuninitvar --suppress=shiftTooManyBitsSigned -I. $(filter-out tests/%,$(SOURCES))
	@printf '%s\n' $(filter %.c,$(filter-out tests/%,$(SOURCES))) | \
		xargs -P 2 -n 3 sh -c 'clang-tidy --quiet \
		--warnings-as-errors="*" --extra-arg=-Xclang \
		--extra-arg=-analyzer-config --extra-arg=-Xclang \
		--extra-arg=max-nodes=$(NODES) "$$@" -- \
		$(filter-out -MMD -MP,$(subst ','\'',$(ALL_CFLAGS))) 2>/dev/null' sh
	@shellcheck -x -P SCRIPTDIR -S warning $(SCRIPTS)

format:
	@clang-format -i $(SOURCES)
format-check:
	@clang-format --dry-run -Werror $(SOURCES)
check-layers:
	@sh tests/tools/check-layers.sh
check-headers:
	@for h in $(filter %.h,$(SOURCES)); do \
		echo "#include \"$$h\"" | $(CC) $(filter-out -MMD -MP,$(ALL_CFLAGS)) \
			-fsyntax-only -x c - || exit 1; \
	done

golden: $(B)/jledger
	JLEDGER=$(CURDIR)/$(B)/jledger GOLDEN=write sh tests/cli/t0500-golden.sh

# What proofs and writing stand on: which of its branches no test takes.
TRUST := core/digest core/intent core/placing core/recovery core/writer \
	core/worktree core/git_index core/git_locks core/refs core/sshsig \
	core/signing core/loose journeys/receipt journeys/retraction \
	journeys/batches journeys/checkpoint journeys/signature \
	journeys/verify journeys/verify_checkpoints journeys/verify_records \
	journeys/cache_compare cli/write
coverage:
	@$(MAKE) --no-print-directory FLAVOR=coverage check
	@lcov --quiet --rc lcov_branch_coverage=1 --capture \
		--directory build/coverage --output-file build/coverage/all.info
	@lcov --quiet --rc lcov_branch_coverage=1 --extract \
		build/coverage/all.info '$(CURDIR)/core/*' \
		'$(CURDIR)/journeys/*' '$(CURDIR)/reports/*' '$(CURDIR)/cli/*' \
		--output-file build/coverage/own.info
	@sh tests/tools/coverage.sh build/coverage/own.info \
		build/coverage/untaken.txt $(TRUST)

bench: bench-measures bench-logs bench-history

bench-measures: $(B)/jledger $(B)/generate
	@JLEDGER=$(CURDIR)/$(B)/jledger GENERATE=$(CURDIR)/$(B)/generate \
		sh tests/bench/bench.sh

# The competitors need node and npm.
COMPETITORS := @duckdb/node-api@1.5.6-r.1 pm4js@0.0.28
bench-history: $(B)/jledger $(B)/generate $(B)/generate_history
	@JLEDGER=$(CURDIR)/$(B)/jledger GENERATE=$(CURDIR)/$(B)/generate \
		GENERATE_HISTORY=$(CURDIR)/$(B)/generate_history \
		sh tests/bench/history.sh

bench-logs: $(B)/jledger $(B)/generate_log
	@test -d build/node/node_modules/pm4js || npm install --silent \
		--no-audit --no-fund --prefix build/node $(COMPETITORS)
	@JLEDGER=$(CURDIR)/$(B)/jledger NODE_FOLDER=$(CURDIR)/build/node \
		GENERATE_LOG=$(CURDIR)/$(B)/generate_log sh tests/bench/logs.sh

$(B)/generate: tests/bench/generate.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $<
$(B)/generate_log: tests/bench/generate_log.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $<
$(B)/generate_history: tests/bench/generate_history.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $<

# ---- installing ----

SHARE := $(DESTDIR)$(PREFIX)/share
# Where Debian's zsh looks for a package's functions, and for the machine's own.
ZSH := $(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
MAN := $(B)/man

man: $(B)/jledger
	@rm -rf $(MAN) && mkdir -p $(MAN)
	@for page in $$($(B)/jledger help --man); do \
		$(B)/jledger help --man $$page >$(MAN)/$$page || exit 1; \
	done

man-lint: man
	@for page in $(MAN)/*; do \
		groff -man -Tutf8 -ww -z $$page && \
		mandoc -T lint -W warning $$page || exit 1; \
	done >$(B)/man.log 2>&1 || { cat $(B)/man.log; exit 1; }
	@! grep . $(B)/man.log

install: $(B)/jledger man
	install -D -m 755 $(B)/jledger $(DESTDIR)$(PREFIX)/bin/jledger
	for page in $(MAN)/*; do \
		dir=$(SHARE)/man/man$${page##*.} && mkdir -p $$dir && \
		gzip -9n <$$page >$$dir/$${page##*/}.gz && \
		chmod 644 $$dir/$${page##*/}.gz || exit 1; \
	done
	install -D -m 644 cli/completion/bash \
		$(SHARE)/bash-completion/completions/jledger
	install -D -m 644 cli/completion/zsh $(SHARE)/zsh/$(ZSH)/_jledger
	install -D -m 644 cli/completion/fish \
		$(SHARE)/fish/vendor_completions.d/jledger.fish
	install -D -m 644 README.md $(SHARE)/doc/jledger/README.md
	install -D -m 644 LICENSE $(SHARE)/doc/jledger/copyright

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/jledger $(SHARE)/man/man*/jledger.*.gz \
		$(SHARE)/man/man*/jledger-*.gz \
		$(SHARE)/bash-completion/completions/jledger \
		$(SHARE)/zsh/$(ZSH)/_jledger \
		$(SHARE)/fish/vendor_completions.d/jledger.fish
	rm -rf $(SHARE)/doc/jledger

deb: $(B)/jledger
	@sh tests/tools/deb.sh $(B) $(VERSION) $(RELEASED)

# ---- fuzzing ----

SECONDS ?= 60
# All at once: each its own time.
fuzz:
	@$(MAKE) --no-print-directory CC=clang FLAVOR=fuzz fuzz-targets
	@mkdir -p $(patsubst %,build/fuzz/corpus-%,$(FUZZ))
	@printf '%s\n' $(FUZZ) | xargs -P 8 -I{} sh -c 'build/fuzz/fuzz_{} \
		-max_total_time=$(SECONDS) -timeout=10 -rss_limit_mb=2048 \
		-artifact_prefix=build/fuzz/{}- build/fuzz/corpus-{} \
		tests/fuzz/corpus/{} >build/fuzz/{}.log 2>&1 \
		&& echo "ok   {}: $$(grep -c . build/fuzz/{}.log) lines" \
		|| { tail -50 build/fuzz/{}.log; exit 255; }'

fuzz-targets: $(patsubst %,$(B)/fuzz_%,$(FUZZ))
$(B)/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(ARCHIVES)
	@echo "  LD $@"
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $^ $(ALL_LIBS)

-include $(shell find build -name '*.d' -type f 2>/dev/null)

clean:
	rm -rf build
