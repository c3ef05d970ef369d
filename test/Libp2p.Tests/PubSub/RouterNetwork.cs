using System.Buffers;
using System.Security.Cryptography;
using System.Text;

using Orleans.QuantumMesh.Libp2p.PubSub;
using Orleans.QuantumMesh.Libp2p.PubSub.Routing;
using Orleans.QuantumMesh.Libp2p.PubSub.Wire;

namespace Orleans.QuantumMesh.Libp2p.Tests.PubSub;

/// <summary>Many routers in one thread, joined by links with latency; every RPC goes through its bytes.</summary>
internal sealed class RouterNetwork(int seed, GossipSubOptions options)
{
    private readonly PriorityQueue<(RouterNode To, RouterNode From, byte[] Frame, int Link), (long At, long Order)> _inFlight = new();
    private readonly Dictionary<(RouterNode, RouterNode), (int Link, long Last)> _links = [];
    private long _order;
    private int _linkCount;

    public Random Random { get; } = new(seed);

    public List<RouterNode> Nodes { get; } = [];

    public long Now { get; private set; }

    /// <summary>The chance that a queue has no room for a message.</summary>
    public double Loss { get; set; }

    public RouterNode Add()
    {
        RouterNode node = new(this, Nodes.Count, seed, options);
        Nodes.Add(node);
        return node;
    }

    public bool Linked(RouterNode a, RouterNode b) => _links.ContainsKey((a, b));

    public void Link(RouterNode a, RouterNode b, GossipProtocol protocol = GossipProtocol.V12)
    {
        _linkCount++;
        foreach ((RouterNode from, RouterNode to) in new[] { (a, b), (b, a) })
        {
            _links[(from, to)] = (_linkCount, Now);
            from.Router.AddPeer(to.Id, protocol);
            foreach (OutboundItem item in from.Router.Hello())
            {
                from.Send(to.Id, item);
            }
        }
    }

    public void Unlink(RouterNode a, RouterNode b)
    {
        foreach ((RouterNode from, RouterNode to) in new[] { (a, b), (b, a) })
        {
            _links.Remove((from, to));
            from.Outbox.Remove(to.Id);
            from.Router.RemovePeer(to.Id);
        }
    }

    /// <summary>Runs heartbeats and deliveries for that long.</summary>
    public void Run(double seconds)
    {
        long end = Now + (long)(seconds * 1000);
        Flush();
        while (Now < end)
        {
            long beat = Nodes.Min(n => n.NextBeat);
            if (_inFlight.TryPeek(out _, out (long At, long Order) first) && first.At <= Math.Min(beat, end))
            {
                (RouterNode to, RouterNode from, byte[] frame, int link) = _inFlight.Dequeue();
                Now = first.At;
                if (_links.TryGetValue((from, to), out (int Link, long Last) current) && current.Link == link)
                {
                    to.Take(from, frame);
                }
            }
            else if (beat <= end)
            {
                Now = beat;
                foreach (RouterNode node in Nodes.Where(n => n.NextBeat == beat))
                {
                    node.NextBeat += 1000;
                    node.Router.Heartbeat(Now);
                }
            }
            else
            {
                Now = end;
            }

            Flush();
        }
    }

    /// <summary>Lets time pass without doing anything.</summary>
    public void Advance(double seconds) => Now += (long)(seconds * 1000);

    public RouterNode Of(PeerId id) => Nodes.First(n => n.Id == id);

    private void Flush()
    {
        foreach (RouterNode from in Nodes.Where(n => n.Outbox.Count > 0))
        {
            foreach ((PeerId id, List<OutboundItem> items) in from.Outbox)
            {
                RouterNode to = Of(id);
                if (!_links.TryGetValue((from, to), out (int Link, long Last) link))
                {
                    continue;
                }

                ArrayBufferWriter<byte> buffer = new();
                RpcFrame.Write(buffer, items);
                long at = Math.Max(link.Last, Now + Random.Next(1, 40));
                _links[(from, to)] = (link.Link, at);
                _inFlight.Enqueue((to, from, buffer.WrittenSpan.ToArray(), link.Link), (at, _order++));
            }

            from.Outbox.Clear();
        }
    }
}

/// <summary>One router with its output and what it delivered.</summary>
internal sealed class RouterNode : IGossipOutput
{
    private readonly RouterNetwork _network;
    private ulong _sequence;

    public RouterNode(RouterNetwork network, int index, int seed, GossipSubOptions options)
    {
        _network = network;
        Identity = PeerIdentity.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"router {index}")));
        Router = new GossipRouter(Identity.Id, options, new Random(seed + index), Counters, this);
        NextBeat = network.Now + 100 + network.Random.Next(50);
    }

    public PeerIdentity Identity { get; }

    public PeerId Id => Identity.Id;

    public GossipRouter Router { get; }

    public GossipCounters Counters { get; } = new();

    public Dictionary<PeerId, List<OutboundItem>> Outbox { get; } = [];

    /// <summary>How often each payload was delivered.</summary>
    public Dictionary<string, int> Delivered { get; } = [];

    public List<(PeerId Peer, string Topic, bool Subscribed)> Subscriptions { get; } = [];

    public List<PeerId> Disconnected { get; } = [];

    public Func<SignedMessage, GossipVerdict> Validator { get; set; } = _ => GossipVerdict.Accept;

    public long NextBeat { get; set; }

    public int Publish(string topic, string data) =>
        Router.Publish(SignedMessageCodec.Sign(Identity, topic, ++_sequence, Encoding.UTF8.GetBytes(data)), _network.Now);

    public void Take(RouterNode from, byte[] frame)
    {
        Assert.True(Varint.TryRead(frame, out ulong length, out int prefix));
        Assert.Equal(frame.Length - prefix, (int)length);
        Take(from.Id, RpcDecoder.Decode(frame.AsMemory(prefix)));
    }

    public void Take(PeerId from, Rpc rpc)
    {
        foreach ((MessageId id, RawMessage raw) in Router.Receive(from, rpc, _network.Now))
        {
            if (SignedMessageCodec.Verify(raw, id, out GossipCounter reason) is not { } message)
            {
                Router.Refuse(from, reason, _network.Now);
            }
            else if (Router.Admit(from, message, _network.Now))
            {
                GossipVerdict verdict = Validator(message);
                Router.Complete(from, message, verdict, _network.Now);
                if (verdict == GossipVerdict.Accept)
                {
                    string data = Encoding.UTF8.GetString(message.Data.Span);
                    Delivered[data] = Delivered.GetValueOrDefault(data) + 1;
                }
            }
        }
    }

    public bool Send(PeerId peer, OutboundItem item)
    {
        if (item.Kind == OutboundKind.Message && _network.Random.NextDouble() < _network.Loss)
        {
            return false;
        }

        if (!Outbox.TryGetValue(peer, out List<OutboundItem>? items))
        {
            Outbox.Add(peer, items = []);
        }

        items.Add(item);
        return true;
    }

    public void SubscriptionChanged(PeerId peer, string topic, bool subscribed) => Subscriptions.Add((peer, topic, subscribed));

    public void Disconnect(PeerId peer) => Disconnected.Add(peer);
}
