using System.Buffers.Binary;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Yamux frame types.</summary>
internal enum YamuxType : byte
{
    Data = 0,
    WindowUpdate = 1,
    Ping = 2,
    GoAway = 3,
}

/// <summary>Yamux frame flags.</summary>
[Flags]
internal enum YamuxFlags : ushort
{
    None = 0,
    Syn = 1,
    Ack = 2,
    Fin = 4,
    Rst = 8,
}

/// <summary>The 12-byte header of a Yamux frame; <c>Length</c> is a data length, window delta, ping value or error code.</summary>
internal readonly record struct YamuxFrame(YamuxType Type, YamuxFlags Flags, uint StreamId, uint Length)
{
    public const int HeaderSize = 12;

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">Another version, or a type that Yamux does not have.</exception>
    public static YamuxFrame Read(ReadOnlySpan<byte> header)
    {
        if (header[0] != 0 || header[1] > (byte)YamuxType.GoAway)
        {
            throw new InvalidDataException($"a Yamux frame has version {header[0]} and type {header[1]}");
        }

        return new(
            (YamuxType)header[1],
            (YamuxFlags)BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(header[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(header[8..]));
    }

    public void Write(Span<byte> header)
    {
        header[0] = 0;
        header[1] = (byte)Type;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], StreamId);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], Length);
    }
}
