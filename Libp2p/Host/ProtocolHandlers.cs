using System.Collections.Concurrent;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The protocols that a host serves.</summary>
internal sealed class ProtocolHandlers(Action<PeerId, string, Exception> failed)
{
    private readonly ConcurrentDictionary<string, Func<IPeerStream, CancellationToken, Task>> _handlers = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Protocols => [.. _handlers.Keys.Order(StringComparer.Ordinal)];

    public void Add(string protocol, Func<IPeerStream, CancellationToken, Task> handler) => _handlers[protocol] = handler;

    public bool Serves(string protocol) => _handlers.ContainsKey(protocol);

    public Func<IPeerStream, CancellationToken, Task> Find(string protocol) => _handlers[protocol];

    public void Failed(PeerId peer, string protocol, Exception exception) => failed(peer, protocol, exception);
}
