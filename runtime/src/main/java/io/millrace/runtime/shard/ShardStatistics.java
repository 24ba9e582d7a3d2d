package io.millrace.runtime.shard;

/// What is going on in the loops, each number a little old.
///
/// @param inMemory executions held in memory
/// @param gathering executions whose decisions wait for the committer
/// @param callers callers that wait for an answer
/// @param tasksRunning attempts being carried out
/// @param tasksWaiting attempts that wait for their turn
public record ShardStatistics(
    int inMemory, int gathering, int callers, int tasksRunning, int tasksWaiting) {}
