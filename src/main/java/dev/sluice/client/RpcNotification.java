package dev.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a server says without being asked, such as {@code $/drain}.
 *
 * @param params an object or array, null when the server sent none
 */
public record RpcNotification(String method, @Nullable JsonNode params) {}
