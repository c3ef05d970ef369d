namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The contract's words for how fragments end.</summary>
public static class FragmentStatusNames
{
    /// <summary>The status's word, such as <c>NODE_DROP</c>.</summary>
    public static string ToWord(this FragmentStatus status) => status switch
    {
        FragmentStatus.Success => "SUCCESS",
        FragmentStatus.Timeout => "TIMEOUT",
        FragmentStatus.NodeDrop => "NODE_DROP",
        FragmentStatus.Rejected => "REJECTED",
        FragmentStatus.QualityDegraded => "QUALITY_DEGRADED",
        FragmentStatus.Failed => "FAILED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
