package dev.sluice.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;

/**
 * What a service gets when it starts.
 *
 * @param vertx the server's own; timers, clients and the event bus may be used, closing it is not for services
 * @param config the subtree {@code services.config.<name>} of the configuration; an empty object if there is none
 */
public record ServiceContext(Vertx vertx, JsonNode config) {}
