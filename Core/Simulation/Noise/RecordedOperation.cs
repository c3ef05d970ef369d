namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>What nodes recorded of one operation in one turn.</summary>
internal sealed class RecordedOperation(string fragmentId)
{
    private ShotErrors? links;
    private ShotErrors? errors;

    /// <summary>The fragment, with its turns.</summary>
    public string FragmentId { get; } = fragmentId;

    public List<NodeError> LinkList { get; } = [];

    public List<NodeError> ErrorList { get; } = [];

    public List<NodeDamping> Damping { get; } = [];

    public List<NodeMeasurement> Measurements { get; } = [];

    public ShotErrors? Links => LinkList.Count == 0 ? null : links ??= new ShotErrors(LinkList);

    public ShotErrors? Errors => ErrorList.Count == 0 ? null : errors ??= new ShotErrors(ErrorList);
}
