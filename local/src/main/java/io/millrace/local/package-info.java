/// Embedded parts for a machine without AWS: a Lambda service in this process, an S3 endpoint over
/// a folder, queues, topics and Glue jobs, and where native programs are found. The parts must not
/// know the engine or each other: whoever starts them wires them; `log` and `loopback` are what
/// endpoints stand on. Read `lambda.LambdaHost` first.
@NullMarked
package io.millrace.local;

import org.jspecify.annotations.NullMarked;
