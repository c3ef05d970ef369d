using CsCheck;

namespace Orleans.QuantumMesh.Libp2p.Tests;

public sealed class FrameTests
{
    private const int Max = 20_000;

    [Fact]
    public void Frames_that_were_written_are_read_however_the_bytes_come() =>
        Gen.Select(Gen.OneOf(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, Max]).List[0, 8], Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 9000]).List[1, 10]).Sample((frames, pieces) =>
        {
            ScriptedPeerStream written = new([], []);
            frames.ForEach(f => written.WriteFrameAsync(f).AsTask().GetAwaiter().GetResult());
            using FrameReader reader = new(new ScriptedPeerStream(written.Written, pieces), Max);

            foreach (byte[] frame in frames)
            {
                if (!Next(reader)!.Value.Span.SequenceEqual(frame))
                {
                    return false;
                }
            }

            return Next(reader) is null;
        });

    [Theory]
    [InlineData("a19c01")]
    [InlineData("8080808008")]
    [InlineData("ffffffff0f")]
    [InlineData("80808080808080808001")]
    [InlineData("8080808080808080808080808080808080")]
    public void A_frame_above_the_limit_is_refused_before_it_comes(string length)
    {
        using FrameReader reader = new(new ScriptedPeerStream(Convert.FromHexString(length), []), Max);

        Assert.Throws<InvalidDataException>(() => Next(reader));
    }

    [Theory]
    [InlineData("80")]
    [InlineData("05010203")]
    public void An_end_within_a_frame_is_an_error(string bytes)
    {
        using FrameReader reader = new(new ScriptedPeerStream(Convert.FromHexString(bytes), []), Max);

        Assert.Throws<EndOfStreamException>(() => Next(reader));
    }

    private static ReadOnlyMemory<byte>? Next(FrameReader reader) => reader.ReadAsync().AsTask().GetAwaiter().GetResult();
}
