/// `mill run`: runs a definition at once, in memory or in a data folder, with real tasks or with
/// mocks, and shows what happened as a tree. The engine is the server's; nothing here decides what
/// an execution does. Read [io.millrace.cli.run.RunCommand] first.
@NullMarked
package io.millrace.cli.run;

import org.jspecify.annotations.NullMarked;
