using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.QuantumMesh.Grains;

/// <summary>What is derived from a job's own names, so that a repeat after a crash says the same.</summary>
internal static class JobIds
{
    public static string New() => $"job-{Guid.NewGuid():N}";

    /// <summary>The id of a job's plan.</summary>
    public static string Plan(string jobId, int revision) => $"plan-{Digest($"plan\n{jobId}\n{revision.ToString(CultureInfo.InvariantCulture)}")}";

    /// <summary>The id of one attempt's execution.</summary>
    public static string Execution(string jobId, string planId, string fragmentId, int attempt) =>
        $"exec-{Digest($"execution\n{jobId}\n{planId}\n{fragmentId}\n{attempt.ToString(CultureInfo.InvariantCulture)}")}";

    /// <summary>The seed of a fragment's noise: from the job's seed, the fragment and, from the second on, the attempt; never from a random id.</summary>
    public static UInt128 Seed(UInt128 jobSeed, string fragmentId, int attempt)
    {
        string suffix = attempt < 2 ? string.Empty : $"\n{attempt.ToString(CultureInfo.InvariantCulture)}";
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"seed\n{jobSeed.ToString(CultureInfo.InvariantCulture)}\n{fragmentId}{suffix}"), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private static string Digest(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return Convert.ToHexStringLower(digest[..16]);
    }
}
