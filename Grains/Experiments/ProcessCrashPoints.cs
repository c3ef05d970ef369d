using System.Diagnostics;

namespace Orleans.QuantumMesh.Grains;

/// <summary>Kills the process, as SIGKILL does, at the point that the options name; without experiments it does nothing.</summary>
public sealed class ProcessCrashPoints(GrainsOptions options) : ICrashPoints
{
    private readonly string? armed = options.Experiments ? options.CrashPoint : null;

    /// <inheritdoc/>
    public void Reach(string point, string jobId)
    {
        if (armed is not null && armed == point)
        {
            using Process process = Process.GetCurrentProcess();
            process.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
