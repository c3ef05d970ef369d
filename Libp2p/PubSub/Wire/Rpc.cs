namespace Orleans.QuantumMesh.Libp2p.PubSub.Wire;

/// <summary>One decoded RPC.</summary>
internal sealed class Rpc
{
    public List<(bool Subscribe, string Topic)> Subscriptions { get; } = [];

    public List<RawMessage> Messages { get; } = [];

    public List<(string Topic, List<MessageId> Ids)> IHave { get; } = [];

    public List<MessageId> IWant { get; } = [];

    public List<string> Graft { get; } = [];

    public List<(string Topic, ulong? BackoffSeconds)> Prune { get; } = [];

    public List<MessageId> IDontWant { get; } = [];
}
