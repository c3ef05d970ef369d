namespace Orleans.QuantumMesh.Libp2p.Tests;

/// <summary>What a peer that breaks Yamux's rules, or strains its limits, gets.</summary>
public sealed class YamuxRulesTests : IAsyncDisposable
{
    private static readonly byte[] OpenEcho = MultistreamSelect.Proposal(TestHosts.Echo);
    private readonly TestHosts _hosts = new();

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    public static TheoryData<string, byte[]> Violations => new()
    {
        { "another version", [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0] },
        { "an unknown type", [0, 9, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0] },
        { "an id of the other side", [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0] },
        { "the id 0", [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "one id twice", [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0] },
        { "a frame above the window", [0, 0, 0, 1, 0, 0, 0, 1, 0, 4, 0, 1] },
        { "4 GiB of data", [0, 0, 0, 1, 0, 0, 0, 1, 255, 255, 255, 255] },
        { "4 GiB for no stream", [0, 0, 0, 0, 0, 0, 0, 77, 255, 255, 255, 255] },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task A_violation_ends_the_connection_with_a_protocol_error(string what, byte[] frames)
    {
        Libp2pHost host = await _hosts.StartAsync();
        using RawConnection raw = await RawConnection.OpenAsync(host);

        await raw.SendRawAsync(frames);

        Assert.True(await raw.ReadToEndAsync() == 1, what);
        await PubSub.Eventually.HoldsAsync(() => host.Connections.Count == 0, "the connection is gone");
    }

    [Fact]
    public async Task More_data_than_the_window_ends_the_connection()
    {
        Libp2pHost host = await _hosts.StartAsync();
        host.Handle("/test/deaf/1", async (_, token) => await Task.Delay(Timeout.Infinite, token));
        using RawConnection raw = await RawConnection.OpenAsync(host);
        await raw.DataAsync(YamuxFlags.Syn, 1, MultistreamSelect.Proposal("/test/deaf/1"));
        await raw.ReadUntilAsync(f => f.StreamId == 1 && f.Type == YamuxType.Data);

        Task sending = SendTooMuchAsync();
        await raw.ReadToEndAsync();
        await sending;
        await PubSub.Eventually.HoldsAsync(() => host.Connections.Count == 0, "the connection is gone");

        async Task SendTooMuchAsync()
        {
            try
            {
                for (int i = 0; i < 20; i++)
                {
                    await raw.DataAsync(YamuxFlags.None, 1, new byte[16 * 1024]);
                }
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The connection ends while there is more to send.
            }
        }
    }

    [Fact]
    public async Task Data_for_a_stream_that_is_not_open_is_ignored()
    {
        Libp2pHost host = await _hosts.StartAsync();
        using RawConnection raw = await RawConnection.OpenAsync(host);

        await raw.DataAsync(YamuxFlags.None, 77, new byte[1000]);
        await raw.SendAsync(YamuxType.Ping, YamuxFlags.Syn, 0, 5);

        Assert.Equal(5u, (await raw.ReadUntilAsync(f => f is { Type: YamuxType.Ping, Flags: YamuxFlags.Ack })).Frame.Length);
    }

    [Fact]
    public async Task Negotiation_data_and_FIN_may_come_in_one_frame()
    {
        Libp2pHost host = await _hosts.StartAsync();
        using RawConnection raw = await RawConnection.OpenAsync(host);

        await raw.DataAsync(YamuxFlags.Syn | YamuxFlags.Fin, 1, [.. OpenEcho, 1, 2, 3]);

        List<byte> answer = [];
        YamuxFlags flags = YamuxFlags.None;
        while (!flags.HasFlag(YamuxFlags.Fin))
        {
            (YamuxFrame frame, byte[] body) = await raw.ReadUntilAsync(f => f.StreamId == 1);
            answer.AddRange(body);
            flags |= frame.Flags;
        }

        Assert.Equal([.. OpenEcho, 1, 2, 3], answer);
        Assert.True(flags.HasFlag(YamuxFlags.Ack));
        Assert.False(flags.HasFlag(YamuxFlags.Rst));
    }

    [Fact]
    public async Task An_unserved_protocol_is_answered_na_and_the_stream_stays_for_another_proposal()
    {
        Libp2pHost host = await _hosts.StartAsync();
        using RawConnection raw = await RawConnection.OpenAsync(host);

        await raw.DataAsync(YamuxFlags.Syn, 1, MultistreamSelect.Proposal("/none/1"));
        byte[] first = (await raw.ReadUntilAsync(f => f.StreamId == 1 && f.Length > 0)).Body;
        await raw.DataAsync(YamuxFlags.None, 1, MultistreamSelect.Line(TestHosts.Echo));
        byte[] second = (await raw.ReadUntilAsync(f => f.StreamId == 1 && f.Type == YamuxType.Data)).Body;

        Assert.Equal([.. MultistreamSelect.Line(MultistreamSelect.Header), .. MultistreamSelect.Line("na")], first);
        Assert.Equal(MultistreamSelect.Line(TestHosts.Echo), second);
    }

    [Fact]
    public async Task One_stream_too_many_is_reset_and_the_others_go_on()
    {
        Libp2pHost host = await _hosts.StartAsync(new Libp2pOptions { Yamux = new YamuxOptions { MaxInboundStreams = 4 } });
        using RawConnection raw = await RawConnection.OpenAsync(host);
        for (uint i = 0; i < 5; i++)
        {
            await raw.DataAsync(YamuxFlags.Syn, (2 * i) + 1, [.. OpenEcho, 42]);
        }

        HashSet<uint> echoed = [];
        uint reset = 0;
        while (echoed.Count < 4 || reset == 0)
        {
            (YamuxFrame frame, byte[] body) = await raw.ReadUntilAsync(f => f.StreamId % 2 == 1);
            reset = frame.Flags.HasFlag(YamuxFlags.Rst) ? frame.StreamId : reset;
            if (body.Length > 0 && body[^1] == 42)
            {
                echoed.Add(frame.StreamId);
            }
        }

        Assert.Equal(9u, reset);
        Assert.Equal([1u, 3u, 5u, 7u], echoed.Order());
    }

    [Fact]
    public async Task Pings_are_answered_while_a_stream_is_full()
    {
        Libp2pHost host = await _hosts.StartAsync();
        host.Handle("/test/flood/1", async (stream, token) => await stream.WriteAsync(new byte[4 << 20], token));
        using RawConnection raw = await RawConnection.OpenAsync(host);

        await raw.DataAsync(YamuxFlags.Syn, 1, MultistreamSelect.Proposal("/test/flood/1"));
        int received = -MultistreamSelect.Proposal("/test/flood/1").Length;
        while (received < YamuxOptions.InitialWindow - MultistreamSelect.Proposal("/test/flood/1").Length)
        {
            received += (await raw.ReadUntilAsync(f => f.StreamId == 1 && f.Type == YamuxType.Data)).Body.Length;
        }

        await raw.SendAsync(YamuxType.Ping, YamuxFlags.Syn, 0, 7);
        (YamuxFrame pong, _) = await raw.ReadUntilAsync(f => f.StreamId == 1 || f is { Type: YamuxType.Ping, Flags: YamuxFlags.Ack });

        Assert.Equal(new YamuxFrame(YamuxType.Ping, YamuxFlags.Ack, 0, 7), pong);
    }

    [Fact]
    public async Task A_reader_gives_window_back_and_no_frame_is_longer_than_64_KiB()
    {
        Libp2pHost host = await _hosts.StartAsync();
        using RawConnection raw = await RawConnection.OpenAsync(host);
        await raw.DataAsync(YamuxFlags.Syn, 1, OpenEcho);
        await raw.DataAsync(YamuxFlags.None, 1, new byte[YamuxOptions.InitialWindow - OpenEcho.Length]);

        long window = 0;
        long echoed = 0;
        while (window < YamuxOptions.InitialWindow / 2 || echoed < YamuxOptions.InitialWindow / 2)
        {
            (YamuxFrame frame, byte[] body) = await raw.ReadUntilAsync(f => f.StreamId == 1);
            window += frame.Type == YamuxType.WindowUpdate ? frame.Length : 0;
            echoed += body.Length;
            Assert.True(body.Length <= 64 * 1024);
        }
    }

    [Fact]
    public async Task A_peer_that_resets_its_streams_at_once_leaves_none_behind()
    {
        Libp2pHost host = await _hosts.StartAsync();
        using RawConnection raw = await RawConnection.OpenAsync(host);
        for (uint i = 0; i < 2000; i++)
        {
            await raw.DataAsync(YamuxFlags.Syn, (2 * i) + 1, OpenEcho);
            await raw.SendAsync(YamuxType.WindowUpdate, YamuxFlags.Rst, (2 * i) + 1, 0);
        }

        await raw.DataAsync(YamuxFlags.Syn, 9001, [.. OpenEcho, 42]);
        (_, byte[] body) = await raw.ReadUntilAsync(f => f.StreamId == 9001 && f.Type == YamuxType.Data);
        Assert.NotEmpty(body);
    }

    [Fact]
    public async Task Garbage_within_Noise_ends_the_connection()
    {
        Libp2pHost host = await _hosts.StartAsync();
        using RawConnection raw = await RawConnection.OpenAsync(host);

        await raw.SendRawAsync([.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]);

        await raw.ReadToEndAsync();
        await PubSub.Eventually.HoldsAsync(() => host.Connections.Count == 0, "the connection is gone");
    }

    [Fact]
    public async Task More_than_the_connection_may_hold_unread_ends_it()
    {
        Libp2pHost host = await _hosts.StartAsync(new Libp2pOptions { Yamux = new YamuxOptions { MaxUnread = 600_000 } });
        host.Handle("/test/deaf/1", async (_, token) => await Task.Delay(Timeout.Infinite, token));
        using RawConnection raw = await RawConnection.OpenAsync(host);
        byte[] open = MultistreamSelect.Proposal("/test/deaf/1");
        for (uint id = 1; id <= 7; id += 2)
        {
            await raw.DataAsync(YamuxFlags.Syn, id, open);
            await raw.ReadUntilAsync(f => f.StreamId == id && f.Type == YamuxType.Data);
        }

        for (uint id = 1; id <= 5; id += 2)
        {
            await raw.DataAsync(YamuxFlags.None, id, new byte[200_000 - open.Length]);
        }

        await raw.SendAsync(YamuxType.Ping, YamuxFlags.Syn, 0, 5);
        await raw.ReadUntilAsync(f => f is { Type: YamuxType.Ping, Flags: YamuxFlags.Ack });
        await raw.DataAsync(YamuxFlags.None, 7, new byte[10_000]);

        Assert.Equal(1u, await raw.ReadToEndAsync());
    }

    [Fact]
    public async Task A_host_opens_only_so_many_streams_that_the_peer_has_not_acknowledged()
    {
        Libp2pHost host = await _hosts.StartAsync(new Libp2pOptions { Yamux = new YamuxOptions { MaxUnacknowledgedStreams = 3 } });
        (RawConnection raw, PeerId peer) = await RawConnection.AcceptAsync(host);
        using RawConnection disposed = raw;

        // Identify's stream is the first of the three.
        Task<IPeerStream>[] opening = [.. Enumerable.Range(0, 4).Select(_ => host.OpenStreamAsync(peer, ["/test/a/1"], TestHosts.Token).AsTask())];
        HashSet<uint> opened = [];
        while (opened.Count < 3)
        {
            opened.Add((await raw.ReadUntilAsync(f => f.Flags.HasFlag(YamuxFlags.Syn) && f.Type == YamuxType.Data)).Frame.StreamId);
        }

        await raw.SendAsync(YamuxType.Ping, YamuxFlags.Syn, 0, 5);
        Assert.Equal(YamuxType.Ping, (await raw.ReadUntilAsync(f => f.Type == YamuxType.Ping ? f.Flags == YamuxFlags.Ack : f.Flags.HasFlag(YamuxFlags.Syn))).Frame.Type);
        await raw.SendAsync(YamuxType.WindowUpdate, YamuxFlags.Ack, opened.Max(), 0);
        Assert.Equal(opened.Max() + 2, (await raw.ReadUntilAsync(f => f.Flags.HasFlag(YamuxFlags.Syn) && f.Type == YamuxType.Data)).Frame.StreamId);

        raw.Dispose();
        await Assert.ThrowsAnyAsync<IOException>(() => Task.WhenAll(opening));
    }

    [Fact]
    public async Task A_writer_waits_for_the_window_and_goes_on_when_it_opens()
    {
        Libp2pHost host = await _hosts.StartAsync();
        (RawConnection raw, PeerId peer) = await RawConnection.AcceptAsync(host);
        using RawConnection disposed = raw;
        Task<IPeerStream> opening = host.OpenStreamAsync(peer, ["/test/a/1"], TestHosts.Token).AsTask();
        uint id = 0;
        while (id == 0)
        {
            (YamuxFrame frame, byte[] body) = await raw.ReadUntilAsync(f => f.Flags.HasFlag(YamuxFlags.Syn) && f.Type == YamuxType.Data);
            id = body.AsSpan().SequenceEqual(MultistreamSelect.Proposal("/test/a/1")) ? frame.StreamId : 0;
        }

        await raw.DataAsync(YamuxFlags.Ack, id, MultistreamSelect.Proposal("/test/a/1"));
        await using IPeerStream stream = await opening;
        Task writing = stream.WriteAsync(new byte[300_000], TestHosts.Token).AsTask();
        long received = MultistreamSelect.Proposal("/test/a/1").Length;
        while (received < YamuxOptions.InitialWindow)
        {
            received += (await raw.ReadUntilAsync(f => f.StreamId == id && f.Type == YamuxType.Data)).Body.Length;
        }

        Assert.Equal(YamuxOptions.InitialWindow, received);
        Assert.False(writing.IsCompleted);
        await raw.SendAsync(YamuxType.WindowUpdate, YamuxFlags.None, id, 100_000);
        await writing.WaitAsync(TestHosts.Token);
    }

    [Fact]
    public async Task A_peer_that_goes_away_gets_no_more_streams()
    {
        Libp2pHost host = await _hosts.StartAsync();
        (RawConnection raw, PeerId peer) = await RawConnection.AcceptAsync(host);
        using RawConnection disposed = raw;

        await raw.SendAsync(YamuxType.GoAway, YamuxFlags.None, 0, 0);
        await raw.SendAsync(YamuxType.Ping, YamuxFlags.Syn, 0, 5);
        await raw.ReadUntilAsync(f => f is { Type: YamuxType.Ping, Flags: YamuxFlags.Ack });

        await Assert.ThrowsAsync<IOException>(async () => await host.OpenStreamAsync(peer, ["/test/a/1"], TestHosts.Token));
    }
}
