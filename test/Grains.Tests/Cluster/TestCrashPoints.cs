using System.Collections.Concurrent;

namespace Orleans.QuantumMesh.Grains.Tests;

/// <summary>Cuts a job off at a point, once, as a crash would: nothing of what the activation holds gets any further.</summary>
public sealed class TestCrashPoints : ICrashPoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> armed = new(StringComparer.Ordinal);

    /// <summary>Arms a point; the task gives the job that came to it first, and fails where none does.</summary>
    public Task<string> Arm(string point) =>
        armed.GetOrAdd(point, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(Patience);

    public void Reach(string point, string jobId)
    {
        if (armed.TryRemove(point, out TaskCompletionSource<string>? reached))
        {
            reached.TrySetResult(jobId);
            throw new JobInterruptedException($"the test's crash at {point}");
        }
    }
}
