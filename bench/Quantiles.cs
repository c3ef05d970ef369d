using System.Globalization;

namespace Orleans.QuantumMesh.Bench;

/// <summary>Order statistics of measured values (nearest rank).</summary>
internal sealed class Quantiles
{
    private readonly double[] sorted;

    public Quantiles(IEnumerable<double> values)
    {
        sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("nothing was measured", nameof(values));
        }
    }

    public int Count => sorted.Length;

    public double At(double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    public string Line(string unit) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {At(0.5):G4} {unit}, p95 {At(0.95):G4} {unit}, p99 {At(0.99):G4} {unit}, min {sorted[0]:G4}, max {sorted[^1]:G4} (n = {Count})");
}
