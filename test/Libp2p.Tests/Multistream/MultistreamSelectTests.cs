using System.Text;

using CsCheck;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class MultistreamSelectTests
{
    private const string Echo = "/echo/1";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void What_follows_the_agreed_line_is_left_for_the_next_layer_however_the_bytes_come() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[1, 40].List[0, 20], Gen.Int[0, 5]).Sample((tail, pieces, refusals) =>
        {
            byte[] script = [.. MultistreamSelect.Line(MultistreamSelect.Header), .. Enumerable.Range(0, refusals).SelectMany(i => MultistreamSelect.Line($"/none/{i}")), .. MultistreamSelect.Line(Echo), .. tail];
            ScriptedChannel channel = new(script, pieces);
            using MultistreamReader reader = new(channel);

            string agreed = MultistreamSelect.AnswerAsync(channel, reader, p => p == Echo, None).AsTask().GetAwaiter().GetResult();

            return agreed == Echo
                && reader.Rest.Concat(channel.Unread).SequenceEqual(tail)
                && Lines(channel.Written).SequenceEqual([MultistreamSelect.Header, .. Enumerable.Repeat("na", refusals), Echo]);
        });

    [Fact]
    public async Task A_dialer_goes_on_to_its_next_protocol_and_keeps_what_follows()
    {
        byte[] script = [.. MultistreamSelect.Line(MultistreamSelect.Header), .. MultistreamSelect.Line("na"), .. MultistreamSelect.Line(Echo), 1, 2, 3];
        ScriptedChannel channel = new(script, []);
        using MultistreamReader reader = new(channel);

        Assert.Equal(Echo, await MultistreamSelect.SelectAsync(channel, reader, ["/first/1", Echo, "/third/1"], None));
        Assert.Equal([1, 2, 3], reader.Rest);
        Assert.Equal([MultistreamSelect.Header, "/first/1", Echo], Lines(channel.Written));
    }

    [Fact]
    public async Task A_dialer_whose_protocols_are_all_refused_says_which()
    {
        ScriptedChannel channel = new([.. MultistreamSelect.Line(MultistreamSelect.Header), .. MultistreamSelect.Line("na"), .. MultistreamSelect.Line("na")], []);
        using MultistreamReader reader = new(channel);

        ProtocolNotSupportedException refused = await Assert.ThrowsAsync<ProtocolNotSupportedException>(
            async () => await MultistreamSelect.SelectAsync(channel, reader, ["/a/1", "/b/1"], None));
        Assert.Contains("/a/1, /b/1", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<byte[]> Garbage =>
    [
        Encoding.ASCII.GetBytes($"GET /{new string('x', 80)} HTTP/1.1\r\n\r\n"),
        Enumerable.Repeat((byte)0xff, 64).ToArray(),
        new byte[] { 0 },
        new byte[] { 0x80, 0x80, 0x40 },
        new byte[] { 3, (byte)'a', (byte)'b', (byte)'c' },
        MultistreamSelect.Line("/multistream/2.0.0"),
        MultistreamSelect.Line(MultistreamSelect.Header).Concat(Enumerable.Range(0, 5000).SelectMany(_ => MultistreamSelect.Line("/none"))).ToArray(),
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Whatever_else_a_dialer_says_ends_the_negotiation(byte[] script)
    {
        ScriptedChannel channel = new(script, [7]);
        using MultistreamReader reader = new(channel);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await MultistreamSelect.AnswerAsync(channel, reader, p => p == Echo, None));
    }

    [Fact]
    public async Task A_dialer_that_closes_in_the_middle_ends_the_negotiation()
    {
        ScriptedChannel channel = new(MultistreamSelect.Line(MultistreamSelect.Header), []);
        using MultistreamReader reader = new(channel);

        await Assert.ThrowsAsync<EndOfStreamException>(async () => await MultistreamSelect.AnswerAsync(channel, reader, p => p == Echo, None));
    }

    private static List<string> Lines(byte[] bytes)
    {
        List<string> lines = [];
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            Assert.True(Varint.TryRead(rest, out ulong length, out int prefix));
            lines.Add(Encoding.UTF8.GetString(rest.Slice(prefix, (int)length)).TrimEnd('\n'));
            rest = rest[(prefix + (int)length)..];
        }

        return lines;
    }
}
