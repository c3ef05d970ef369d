using System.Buffers.Binary;

namespace Orleans.QuantumMesh.Libp2p;

/// <summary>Walks the fields of a protobuf message without a schema; malformed input ends the walk and sets <see cref="IsMalformed"/>.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private int _wireType = -1;

    public bool IsMalformed { get; private set; }

    public readonly bool IsVarint => _wireType == 0;

    public readonly bool IsBytes => _wireType == 2;

    /// <summary>The next field: its number, and its value as a number (varint, fixed) or as bytes.</summary>
    public bool TryReadField(out int field, out ulong number, out ReadOnlySpan<byte> bytes)
    {
        field = 0;
        number = 0;
        bytes = default;
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        if (!TryReadVarint(out ulong tag) || tag >> 3 is 0 or > 536_870_911)
        {
            return Malformed();
        }

        field = (int)(tag >> 3);
        _wireType = (int)(tag & 7);
        switch (_wireType)
        {
            case 0:
                return TryReadVarint(out number) || Malformed();
            case 1 when _rest.Length >= 8:
                number = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2 when TryReadVarint(out ulong length) && length <= (ulong)_rest.Length:
                bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= 4:
                number = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                return Malformed();
        }
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        int shift = 0;
        for (int i = 0; i < _rest.Length && i < Varint.MaxLength; i++, shift += 7)
        {
            value |= (ulong)(_rest[i] & 0x7f) << shift;
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}
