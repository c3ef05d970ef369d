using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orleans.QuantumMesh.Grains.Abstractions;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Reads query parameters, gathers what is wrong with them and refuses the ones that nobody asked for.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly List<ProblemItem> faults = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public string? Text(string name)
    {
        StringValues values = Values(name);
        if (values.Count > 1)
        {
            faults.Add(new ProblemItem(name, $"'{name}' may stand only once.", "repeated"));
        }

        return values.Count == 0 ? null : values[^1];
    }

    public IReadOnlyList<string> Texts(string name) => [.. Values(name).OfType<string>()];

    public int Whole(string name, int otherwise, int minimum, int maximum)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        faults.Add(new ProblemItem(name, $"'{name}' is a whole number from {minimum} to {maximum}.", "out_of_range"));
        return otherwise;
    }

    public double? Real(string name, double minimum, double maximum)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        faults.Add(new ProblemItem(name, $"'{name}' is a number from {minimum.ToString(CultureInfo.InvariantCulture)} to {maximum.ToString(CultureInfo.InvariantCulture)}.", "out_of_range"));
        return null;
    }

    public bool? Truth(string name)
    {
        switch (Text(name))
        {
            case null:
                return null;
            case "true":
                return true;
            case "false":
                return false;
            default:
                faults.Add(new ProblemItem(name, $"'{name}' is true or false.", "not_boolean"));
                return null;
        }
    }

    /// <summary>One of some words; the first one where it is absent.</summary>
    public string Word(string name, params ReadOnlySpan<string> words)
    {
        string? text = Text(name);
        if (text is null || words.Contains(text))
        {
            return text ?? words[0];
        }

        Refuse(name, $"'{name}' is one of {string.Join(", ", words!)}.", "unknown_value");
        return words[0];
    }

    public void Refuse(string name, string message, string code) => faults.Add(new ProblemItem(name, message, code));

    /// <summary>Throws the problem if there is one; to be called once all was read.</summary>
    public void Finish()
    {
        foreach (string name in query.Keys.Where(key => !known.Contains(key)))
        {
            faults.Add(new ProblemItem(name, $"There is no parameter '{name}' here{(known.Count == 0 ? "" : "; there is " + string.Join(", ", known))}.", "unknown_field"));
        }

        if (faults.Count > 0)
        {
            throw new ProblemException(Problem.Validation(faults[0].Message, faults));
        }
    }

    private StringValues Values(string name)
    {
        known.Add(name);
        return query.TryGetValue(name, out StringValues values) ? values : default;
    }
}
