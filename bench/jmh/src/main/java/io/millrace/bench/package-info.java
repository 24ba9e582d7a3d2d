/// Benchmarks of what happens at every state: parsing a definition, reading a path, evaluating
/// JSONata, testing a Choice rule, deciding.
///
/// It knows the language and the engine and nothing that stores or sends. Read
/// [io.millrace.bench.Report] first; bench/README.md has the figures.
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
