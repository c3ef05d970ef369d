using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Orleans.QuantumMesh.Storage;

/// <summary>The file behind the peer log. One thread appends; any may read.</summary>
/// <remarks>Beside it a small file says up to which byte the positions are known, so that a start does not read the whole log.</remarks>
internal sealed class PeerLogFile : IDisposable
{
    private const int BlockSize = 1 << 20;
    private const int LargestLookBack = 64 << 20;
    private const long CheckpointEvery = 16 << 20;

    private readonly SafeFileHandle _handle;
    private readonly string _checkpointPath;
    private readonly Dictionary<string, long> _positions;
    private long _length;
    private long _checkpointed;
    private long _unsyncedSince;

    private PeerLogFile(SafeFileHandle handle, string checkpointPath, Checkpoint checkpoint)
    {
        _handle = handle;
        _checkpointPath = checkpointPath;
        _positions = new Dictionary<string, long>(checkpoint.Positions, StringComparer.Ordinal);
        _checkpointed = checkpoint.Offset;
        _length = Scan(checkpoint.Offset);
        TornBytes = RandomAccess.GetLength(handle) - _length;
        if (TornBytes > 0)
        {
            RandomAccess.SetLength(handle, _length);
        }
    }

    /// <summary>Bytes after the last full line that were cut off at the start.</summary>
    public long TornBytes { get; }

    /// <summary>How long the oldest bytes that may not be on the disk have been waiting; null where there are none.</summary>
    public TimeSpan? UnsyncedFor => _unsyncedSince == 0 ? null : Stopwatch.GetElapsedTime(_unsyncedSince);

    public static PeerLogFile Open(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            string checkpointPath = path + ".positions";
            return new PeerLogFile(handle, checkpointPath, ReadCheckpoint(checkpointPath, RandomAccess.GetLength(handle)));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Each peer's last position.</summary>
    public Dictionary<string, long> CopyPositions() => new(_positions, StringComparer.Ordinal);

    /// <summary>Appends lines. After a failure the same lines may be appended again: they take the same place.</summary>
    public void Append(List<byte[]> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(lines.Sum(line => line.Length));
        int size = 0;
        foreach (byte[] line in lines)
        {
            line.CopyTo(buffer, size);
            size += line.Length;
        }

        RandomAccess.Write(_handle, buffer.AsSpan(0, size), _length);
        ArrayPool<byte>.Shared.Return(buffer);
        foreach (byte[] line in lines)
        {
            Count(line);
        }

        Volatile.Write(ref _length, _length + size);
        if (_unsyncedSince == 0)
        {
            _unsyncedSince = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Brings what was appended to the disk.</summary>
    public void Sync()
    {
        if (_unsyncedSince != 0)
        {
            RandomAccess.FlushToDisk(_handle);
            _unsyncedSince = 0;
        }

        if (_length - _checkpointed >= CheckpointEvery)
        {
            WriteCheckpoint();
        }
    }

    /// <summary>A peer's last lines, oldest first, from the last 64 MiB of the log.</summary>
    public IReadOnlyList<PeerLogEntry> ReadLast(string peerId, int limit, CancellationToken cancellationToken)
    {
        var found = new List<PeerLogEntry>();
        byte[] tail = [];
        long end = Volatile.Read(ref _length);
        long lowest = Math.Max(0, end - LargestLookBack);
        while (end > lowest && found.Count < limit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Math.Max(lowest, end - BlockSize);
            byte[] block = new byte[(int)(end - start) + tail.Length];
            ReadExactly(block.AsSpan(0, (int)(end - start)), start);
            tail.CopyTo(block, (int)(end - start));
            int firstLine = start == 0 ? 0 : block.AsSpan().IndexOf((byte)'\n') + 1;
            ReadLinesBackwards(block.AsSpan(firstLine), peerId, limit, found);
            tail = start > 0 && firstLine == 0 ? block : block[..firstLine];
            end = start;
        }

        found.Reverse();
        return found;
    }

    /// <summary>Closes the file; what was appended must have been synced.</summary>
    public void Dispose()
    {
        try
        {
            if (_unsyncedSince == 0 && _length > _checkpointed)
            {
                WriteCheckpoint();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Debug.WriteLine(error);
        }

        _handle.Dispose();
    }

    private static void ReadLinesBackwards(ReadOnlySpan<byte> lines, string peerId, int limit, List<PeerLogEntry> found)
    {
        while (lines.Length > 0 && found.Count < limit)
        {
            ReadOnlySpan<byte> rest = lines[..^1];
            int before = rest.LastIndexOf((byte)'\n');
            if (PeerLogLine.TryParse(rest[(before + 1)..]) is { } entry && entry.PeerId == peerId)
            {
                found.Add(entry);
            }

            lines = lines[..(before + 1)];
        }
    }

    private static Checkpoint ReadCheckpoint(string path, long length)
    {
        try
        {
            Checkpoint? checkpoint = JsonSerializer.Deserialize<Checkpoint>(File.ReadAllBytes(path));
            return checkpoint is not null && checkpoint.Offset >= 0 && checkpoint.Offset <= length ? checkpoint : Checkpoint.None;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return Checkpoint.None;
        }
    }

    private void WriteCheckpoint()
    {
        string draft = _checkpointPath + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(new Checkpoint(_length, _positions)));
        File.Move(draft, _checkpointPath, overwrite: true);
        _checkpointed = _length;
    }

    /// <summary>Reads on from a line's beginning and returns where the last full line ends.</summary>
    private long Scan(long offset)
    {
        byte[] buffer = new byte[BlockSize];
        int kept = 0;
        while (true)
        {
            int read = RandomAccess.Read(_handle, buffer.AsSpan(kept), offset + kept);
            if (read == 0)
            {
                return offset;
            }

            int filled = kept + read;
            int used = 0;
            while (buffer.AsSpan(used, filled - used).IndexOf((byte)'\n') is >= 0 and int end)
            {
                Count(buffer.AsSpan(used, end));
                used += end + 1;
            }

            offset += used;
            kept = filled - used;
            buffer.AsSpan(used, kept).CopyTo(buffer);
            if (kept == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private void Count(ReadOnlySpan<byte> line)
    {
        if (PeerLogLine.TryReadPosition(line, out string peerId, out long position))
        {
            _positions[peerId] = Math.Max(position, _positions.GetValueOrDefault(peerId));
        }
    }

    private void ReadExactly(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            int read = RandomAccess.Read(_handle, buffer, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("The peer log is shorter than it was.");
            }

            buffer = buffer[read..];
            offset += read;
        }
    }

    private sealed record Checkpoint(long Offset, IReadOnlyDictionary<string, long> Positions)
    {
        public static Checkpoint None { get; } = new(0, new Dictionary<string, long>());
    }
}
