# Each target sets up what it needs by itself.
PYTHON_VENV := .venv/bin/python
export DJANGO_SETTINGS_MODULE ?= config.settings.dev

.PHONY: help setup run staff test check bench lighthouse fuzz screens messages lock clean tools dev-tools
.DEFAULT_GOAL := help

help:
	@echo 'make run        启动门户，地址 http://127.0.0.1:8000/（换端口：PORT=8001 make run）'
	@echo 'make staff      新建工作人员账号'
	@echo 'make setup      只准备，不启动'
	@echo 'make test       全部测试        make check   格式、类型、模板、部署检查'
	@echo 'make bench      速度            make fuzz    随机测试，时间较长'
	@echo 'make messages   更新英文界面文字  make lock    重新锁定依赖'
	@echo 'make lighthouse 用 Lighthouse 看正在运行的门户（需要 npm 的 lighthouse）'
	@echo 'make screens    重新画 docs/screens 里的页面图'
	@echo 'make clean      删除生成的文件（保留 .local 里的数据和密钥）'

tools:
	@scripts/setup requirements.txt

dev-tools:
	@scripts/setup requirements.txt requirements-dev.txt

setup: tools
	@$(PYTHON_VENV) manage.py prepare

run: tools
	@PYTHON=$(PYTHON_VENV) exec scripts/start

staff: setup
	@$(PYTHON_VENV) manage.py create_staff

test: dev-tools
	@scripts/test

check: dev-tools
	@scripts/check

bench: dev-tools
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON_VENV) -m bench

lighthouse: tools
	@$(PYTHON_VENV) -m bench.lighthouse

fuzz: dev-tools
	@$(PYTHON_VENV) -m pytest tests/eligibility -m fuzz --hypothesis-profile=fuzz

screens: dev-tools
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PYTHON_VENV) -m pytest -q tests/screens.py

messages: dev-tools
	@$(PYTHON_VENV) manage.py makemessages --locale en --no-obsolete --no-wrap --add-location file --ignore '.venv/*'
	@$(PYTHON_VENV) manage.py compilemessages --ignore '.venv/*'

# With the extras that a package is asked for: pip takes a hash for the package with them to be another's.
lock: dev-tools
	@.venv/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-header --no-emit-index-url requirements.in -o requirements.txt
	@.venv/bin/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
