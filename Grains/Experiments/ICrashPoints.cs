namespace Orleans.QuantumMesh.Grains;

/// <summary>Where a job's way can be cut off, so that recovery can be shown.</summary>
public interface ICrashPoints
{
    /// <summary>A job has come to a point (<see cref="CrashPointNames"/>); where the point is armed, this does not return.</summary>
    void Reach(string point, string jobId);
}
