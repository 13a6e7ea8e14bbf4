/** Every line and every branch of reading envelopes and writing responses. */
@NullMarked
package dev.sluice.jsonrpc;

import org.jspecify.annotations.NullMarked;
