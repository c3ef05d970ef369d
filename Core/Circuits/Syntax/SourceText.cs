namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

/// <summary>A text and where its lines start.</summary>
internal sealed class SourceText
{
    private readonly int[] lineStarts;
    private readonly bool hasSurrogates;
    private int lastLine;

    public SourceText(string text)
    {
        Text = text;
        var starts = new List<int>(1 + (text.Length / 24)) { 0 };
        for (var offset = 0; ;)
        {
            var next = text.AsSpan(offset).IndexOf('\n');
            if (next < 0)
            {
                break;
            }

            offset += next + 1;
            starts.Add(offset);
        }

        starts.Add(int.MaxValue);
        lineStarts = [.. starts];
        hasSurrogates = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;
    }

    public string Text { get; }

    /// <summary>The index of the line, from 0, that holds an offset; quick where offsets ascend.</summary>
    public int LineOf(int offset)
    {
        var line = lastLine;
        if (lineStarts[line] <= offset)
        {
            for (var steps = 0; steps < 8; steps++)
            {
                if (offset < lineStarts[line + 1])
                {
                    return lastLine = line;
                }

                line++;
            }
        }

        var found = System.Array.BinarySearch(lineStarts, offset);
        return lastLine = found >= 0 ? found : ~found - 1;
    }

    public SourcePosition PositionOf(int offset)
    {
        var line = LineOf(offset);
        var start = lineStarts[line];
        return new SourcePosition(line + 1, hasSurrogates ? CountCharacters(start, offset) + 1 : offset - start + 1);
    }

    /// <summary>How many characters, not UTF-16 units, stand in a range.</summary>
    public int CountCharacters(int start, int stop)
    {
        var count = 0;
        for (var i = start; i < stop; i++)
        {
            if (!(char.IsLowSurrogate(Text[i]) && i > start && char.IsHighSurrogate(Text[i - 1])))
            {
                count++;
            }
        }

        return count;
    }
}
