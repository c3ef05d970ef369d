namespace Orleans.QuantumMesh.Storage;

/// <summary>A job's result.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Document">The result as JSON text; compressed at rest.</param>
/// <param name="Hash">Lower-case hexadecimal SHA-256 of the document's UTF-8 bytes.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ResultRow(string JobId, string Document, string Hash, DateTimeOffset CreatedAt)
{
    /// <summary>A result with the hash of its document.</summary>
    public static ResultRow Create(string jobId, string document, DateTimeOffset createdAt) =>
        new(jobId, document, HashOf(document), createdAt);

    /// <summary>Lower-case hexadecimal SHA-256 of a document's UTF-8 bytes.</summary>
    public static string HashOf(string document) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(document)));
}
