/// What the outside services for text and voices have in common: how they fail, how long it is
/// worth waiting for them, and what they cost. It must not know any one service, nor chapters,
/// audio or storage. Read [io.millrace.pipelines.book.provider.ProviderException] first: a state
/// machine's Retry and Catch match on the names of its subclasses.
@NullMarked
package io.millrace.pipelines.book.provider;

import org.jspecify.annotations.NullMarked;
