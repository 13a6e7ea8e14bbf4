/** Tests of what authors of services see. */
@NullMarked
package dev.sluice.service;

import org.jspecify.annotations.NullMarked;
