/** HTTP for people and machines that operate a node: health and metrics. Read-only. */
@NullMarked
package dev.sluice.admin;

import org.jspecify.annotations.NullMarked;
