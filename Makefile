# Every target is one call of Maven or java.  make help lists them.
MVN  ?= mvn -B -ntp
JAVA ?= java
# A second JDK to prove the jar on; the tests that need it say so when there is none.
export JAVA25_HOME ?= $(firstword $(wildcard /usr/lib/jvm/*25*))

.PHONY: run test build ratio fmt lint clean help

run: build ## build, then serve with conf/sluice.yaml on 127.0.0.1:7411 (admin 127.0.0.1:7412)
	@exec $(JAVA) -jar target/sluice.jar serve --config conf/sluice.yaml

test: ## everything: format, unit, integration, the fat jar as a process, coverage
	$(MVN) clean verify

build: ## target/sluice.jar, one fat jar
	$(MVN) -q package -DskipTests

ratio: build ## throughput of demo.echo beside a bare echo server, about a minute
	@$(JAVA) -cp target/test-classes:target/sluice.jar dev.sluice.load.EchoRatio target/sluice.jar

fmt: ## format the sources
	$(MVN) -q spotless:apply

lint: ## check the format and compile with every warning an error
	$(MVN) -q spotless:check test-compile

clean: ## remove target/
	$(MVN) -q clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
