/**
 * What authors of services see. Depends on nothing of the server: it is published as a thin jar of its own and needs
 * Vert.x core and Jackson beside it.
 *
 * <p>Start at {@link dev.sluice.service.Service}.
 */
@NullMarked
package dev.sluice.service;

import org.jspecify.annotations.NullMarked;
