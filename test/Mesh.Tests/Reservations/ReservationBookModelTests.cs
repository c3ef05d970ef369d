using CsCheck;

using Microsoft.Extensions.Time.Testing;

using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.ServiceNode;

namespace Orleans.QuantumMesh.Mesh.Tests.Reservations;

/// <summary>Random histories of several peers and reservations, against the promises that hold for a whole node.</summary>
public sealed class ReservationBookModelTests
{
    private const int Capacity = 3;

    [Fact]
    public void RoomIsNeverOverbookedAndEveryTokenExecutesOnce() =>
        (from actions in Gen.Int[0, 6].Array[1, 200]
         from ids in Gen.Int[0, 7].Array[200]
         from seconds in Gen.Int[0, 12].Array[200]
         select (actions, ids, seconds)).Sample(history =>
        {
            FakeTimeProvider time = new();
            ReservationBook book = new(Capacity, time);
            Dictionary<string, string> tokens = [];
            HashSet<string> used = [];
            Dictionary<string, string> running = [];
            for (int step = 0; step < history.actions.Length; step++)
            {
                string id = $"res-{history.ids[step]}";
                string token = tokens.GetValueOrDefault(id, "none");
                switch (history.actions[step])
                {
                    case 0 or 1:
                        ReservationDecision prepared = Ask("prepare", id, null);
                        Assert.True(prepared.State != "REJECTED" || (prepared.Reason == "capacity" && prepared.NextFreeInMs > 0 && prepared.Token is null));
                        if (prepared.Token is { } given)
                        {
                            Assert.True(!tokens.TryGetValue(id, out string? before) || before == given);
                            tokens[id] = given;
                        }

                        break;
                    case 2:
                        Ask("commit", id, token);
                        break;
                    case 3:
                        Assert.NotEqual("PREPARED", Ask("cancel", id, token).State);
                        break;
                    case 4:
                        if (book.TryBegin(token, $"exec-{step}") is { } begun)
                        {
                            Assert.Equal(id, begun);
                            Assert.True(used.Add(token));
                            running.Add(begun, token);
                        }

                        break;
                    case 5 when running.Remove(id):
                        book.End(id);
                        break;
                    default:
                        time.Advance(TimeSpan.FromSeconds(history.seconds[step]));
                        break;
                }

                (int held, int executing) = book.Usage();
                Assert.InRange(held, executing, Capacity);
                Assert.Equal(running.Count, executing);
            }

            foreach (string id in running.Keys)
            {
                book.End(id);
            }

            time.Advance(TimeSpan.FromSeconds(60));
            Assert.Equal((0, 0), book.Usage());

            ReservationDecision Ask(string action, string id, string? token) =>
                book.Handle("peer", new ReservationCall { Action = action, ReservationId = id, ReservationToken = token, TtlMs = 10_000 }, _ => null);
        });
}
