# jscert: everything a fresh clone needs is Python 3.11 or newer, make and the package registries.
#
#   make setup   the virtual environment (.venv) with jscert and what tests and checks need
#   make demo    a trial authority in demo/, the sample roster issued and verified
#   make test    every test that can run here; what is left out is named at the end
#   make check   ruff, formatting, mypy, import contracts, spelling
#   make bench   jscert against four other ways of making signed PDFs (some minutes)

SHELL := /bin/sh
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/ready
BENCH_READY := $(VENV)/ready-bench

# A clone that was moved is installed again: the stamp says where it was made.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(shell rm -f $(READY) $(BENCH_READY))
endif

.PHONY: setup demo test check bench
.DELETE_ON_ERROR:

setup: $(READY)

$(READY): pyproject.toml tools/make_venv.sh
	@sh tools/make_venv.sh "$(VENV)" test,check
	@printf '%s\n' '$(CURDIR)' > "$@"

$(BENCH_READY): $(READY)
	@sh tools/make_venv.sh "$(VENV)" test,check,bench
	@touch "$@"

demo: $(READY)
	@"$(RUN)" tools/demo.py demo

test: $(READY)
	@"$(RUN)" -m pytest

check: $(READY)
	@"$(RUN)" -m ruff check .
	@"$(RUN)" -m ruff format --check .
	@"$(RUN)" -m mypy
	@"$(RUN)" -c 'from importlinter.cli import lint_imports_command as run; run()'
	@"$(RUN)" -m codespell_lib

bench: $(BENCH_READY)
	@"$(RUN)" bench/run.py
