# Every target is one call of Maven or java.  make help lists them.
MVN  ?= mvn -B -ntp
JAVA ?= java
# A second JDK to prove the jar on; the tests that need it say so when there is none.
export JAVA25_HOME ?= $(firstword $(wildcard /usr/lib/jvm/*25*))

JAR := target/sluice.jar

.PHONY: run cluster test build ratio bench scaling cluster-ratio cluster-shares jmh chaos chaos-cluster simulate mutants fuzz hostile idle overload fmt lint clean help

run: build ## build, then serve with conf/sluice.yaml on 127.0.0.1:7411 (admin 127.0.0.1:7412)
	@exec $(JAVA) $$(src/build/archive $(JAVA) $(JAR) target/archive) -jar $(JAR) serve --config conf/sluice.yaml

cluster: build ## three nodes on loopback behind HAProxy, clients at 127.0.0.1:7401; Ctrl-C stops them
	@exec src/build/cluster $(JAVA) $(JAR)

test: ## everything: format, unit, integration, the fat jar as a process, coverage
	$(MVN) clean verify

build: $(JAR) ## target/sluice.jar, one fat jar

$(JAR): pom.xml $(shell find src)
	$(MVN) -q package -DskipTests

ratio: build ## throughput of demo.echo beside a bare echo server, about a minute
	@$(JAVA) -cp target/test-classes:target/sluice.jar dev.sluice.load.EchoRatio target/sluice.jar

# Options of make bench: ARGS="--rounds 1 --window 2s --servers ceiling,sluice --shapes 64x16"; ARGS=--help lists them.
ARGS ?=

bench: build ## Sluice beside gRPC, RSocket, Thrift and others, about 30 minutes; results in target/bench
	@$(MVN) -q -f src/bench/peers/pom.xml compile
	@$(JAVA) -cp target/test-classes:target/sluice.jar dev.sluice.sidebyside.SideBySide $(ARGS)

scaling: build ## how the cost of a call grows with connections, depth, size and cores, about 15 minutes; a picture in target/bench
	@$(JAVA) -cp target/test-classes:target/sluice.jar dev.sluice.sidebyside.Scaling

# Options of the next two: ARGS="--rounds 1 --seconds 2 --warmup 2"; a name that there is not lists them.
cluster-ratio: build ## demo.echo on another node beside a node alone and beside eventBus.request(), about 2 minutes
	@$(JAVA) -cp target/test-classes:target/sluice.jar dev.sluice.load.ClusterRatio $(ARGS)

cluster-shares: build ## how a gateway shares calls among workers of 1, 2 and 4 threads, about a minute
	@$(JAVA) -cp target/test-classes:target/sluice.jar dev.sluice.load.ThreadShares $(ARGS)

JMH ?= -f 1 -wi 3 -w 1 -i 5 -r 1

jmh: ## frame parser, envelope reader and response writer by themselves, about a minute
	@$(MVN) -q -Pbench test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/jmh-classpath -Dmdep.includeScope=test
	@$(JAVA) -cp target/jmh-classes:target/classes:$$(cat target/jmh-classpath) org.openjdk.jmh.Main -bm thrpt -tu s -prof gc $(JMH) dev.sluice.jmh

# The long forms of tests that make test runs in short: each ends by itself, prints what it found, and fails if that is bad.
DRAINS  ?= 200
SEEDS   ?= 1000000
SECONDS ?= 600
TESTED  := $(JAVA) -ea -cp target/test-classes:target/sluice.jar

chaos: build ## stop the jar DRAINS times under load and check every answer against the ledger, about 15 minutes
	@$(TESTED) dev.sluice.chaos.ChaosMain --drains $(DRAINS) --cuts 4 --kills 10

KILLS   ?= 50
FREEZES ?= 20
CUTS    ?= 5
ROLLS   ?= 30
NGINX   ?= 10

chaos-cluster: build ## kill, freeze, cut off and replace nodes of a cluster under load, with the same ledger, some hours
	@src/build/apart $(TESTED) dev.sluice.chaos.ClusterChaosMain --kill $(KILLS) --freeze $(FREEZES) --cut $(CUTS) \
		--deaf $(CUTS) --mute $(CUTS) --unplug $(CUTS) --roll $(ROLLS) --haproxy $(ROLLS) --nginx $(NGINX)

simulate: build ## SEEDS schedules of the gateway without sockets, every promise checked after every step, about 5 minutes
	@$(TESTED) dev.sluice.gateway.SimulateMain $(SEEDS)

mutants: build ## the simulation against defects planted in a copy of the sources: it must find each, about a minute
	@$(TESTED) dev.sluice.mutants.MutantsMain 100000

fuzz: build ## fuzz each target for SECONDS
	@$(MVN) -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test
	@$(JAVA) -cp target/test-classes:target/classes:$$(cat target/test-classpath) dev.sluice.fuzz.FuzzRun $(SECONDS)

hostile: build ## every attack at once on a node of 128 MiB for SECONDS, then clients that never read
	@$(TESTED) dev.sluice.hostile.Hostile target/sluice.jar --seconds $(SECONDS)
	@$(TESTED) dev.sluice.hostile.Hostile target/sluice.jar --seconds 180 --shape never-readers

idle: build ## 15,000 idle connections: what each costs, about 2 minutes
	@$(TESTED) dev.sluice.hostile.Idle target/sluice.jar

overload: build ## three times the capacity, the curve of echo, and fairness, about 3 minutes
	@$(TESTED) dev.sluice.hostile.Overload target/sluice.jar

fmt: ## format the sources
	$(MVN) -q spotless:apply

lint: ## check the format and compile with every warning an error
	$(MVN) -q spotless:check test-compile

clean: ## remove target/
	$(MVN) -q clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16
