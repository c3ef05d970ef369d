namespace Orleans.QuantumMesh.Libp2p;

/// <summary>The unsigned LEB128 varint of the multiformats family: seven bits a byte, least significant first.</summary>
public static class Varint
{
    /// <summary>The most bytes that a 64-bit value takes.</summary>
    public const int MaxLength = 10;

    /// <summary>How many bytes the value takes, 1 to 10.</summary>
    public static int Length(ulong value)
    {
        int length = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            length++;
        }

        return length;
    }

    /// <summary>Writes the value to the start of the span and returns how many bytes it took.</summary>
    public static int Write(Span<byte> destination, ulong value)
    {
        int length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a varint from the start of the span; false when the span ends before the varint does.</summary>
    /// <exception cref="InvalidDataException">The varint does not fit 64 bits.</exception>
    public static bool TryRead(ReadOnlySpan<byte> source, out ulong value, out int length)
    {
        value = 0;
        for (length = 0; length < source.Length;)
        {
            byte b = source[length];
            if (length == MaxLength - 1 && b > 1)
            {
                throw new InvalidDataException("a varint is longer than 64 bits");
            }

            value |= (ulong)(b & 0x7f) << (7 * length);
            length++;
            if (b < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
