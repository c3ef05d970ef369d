using System.IO.Compression;
using System.Text;

namespace Orleans.QuantumMesh.Storage.Sqlite;

/// <summary>Brotli over UTF-8.</summary>
internal static class DocumentCompression
{
    public static byte[] Compress(string document)
    {
        using var output = new MemoryStream();
        using (var brotli = new BrotliStream(output, CompressionLevel.Fastest))
        {
            brotli.Write(Encoding.UTF8.GetBytes(document));
        }

        return output.ToArray();
    }

    public static string Decompress(byte[] compressed)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
