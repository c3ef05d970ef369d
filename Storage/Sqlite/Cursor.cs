using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Where a page ended: the last row's time and id.</summary>
internal readonly record struct Cursor(long Time, string Id)
{
    private const char Version = '1';

    public static Cursor? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            string decoded = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(text));
            int colon = decoded.IndexOf(':', StringComparison.Ordinal);
            if (colon > 1
                && decoded[0] == Version
                && long.TryParse(decoded.AsSpan(1, colon - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time))
            {
                return new Cursor(time, decoded[(colon + 1)..]);
            }
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new InvalidCursorException(text);
        }

        throw new InvalidCursorException(text);
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Version}{Time}:{Id}")));
}
