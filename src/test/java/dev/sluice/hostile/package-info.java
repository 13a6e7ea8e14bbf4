/**
 * The promises under load: hostile clients, idle ones, more requests than the server can do. Tools with a {@code main},
 * and a short form of each as a test. The server is always the fat jar, a process of its own.
 */
@NullMarked
package dev.sluice.hostile;

import org.jspecify.annotations.NullMarked;
